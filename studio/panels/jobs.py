"""Repaints on their way."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from studio.generation.request import JobId
from studio.jobs.job import GenerationJob, JobState
from studio.panels.buttons import flat_button, tooltip
from studio.panels.elided import ElidedLabel
from studio.panels.nothing import words_where_nothing_is
from studio.session.actions.action import Action
from studio.session.session import Session
from studio.text import tr


class JobRow(QWidget):
    """One job: its prompt, how far it is, and a way to stop it."""

    def __init__(self, session: Session, job: GenerationJob) -> None:
        super().__init__()
        self.title = ElidedLabel(job.request.recipe.prompt or tr("No prompt"))
        self.state = QLabel()
        self.state.setProperty("quiet", True)  # noqa: FBT003
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(5)
        self.stop = flat_button("x", tr("Cancel"), tr("Do without this repaint."))
        self.stop.clicked.connect(lambda: session.repainting.jobs.cancel(job.id))
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.title, 1)
        head.addWidget(self.state)
        head.addWidget(self.stop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 3, 8, 3)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self.bar)
        self.show_job(job)

    def show_job(self, job: GenerationJob) -> None:
        """Show how far it is."""
        self.state.setText(_state_words(job))
        self.stop.setVisible(not job.state.is_over)
        self.bar.setVisible(job.state is JobState.running)
        step = job.step
        self.bar.setRange(0, step.total if step else 0)
        self.bar.setValue(step.index if step else 0)
        if job.error is not None:
            self.setToolTip(tooltip(job.error.message, job.error.hint))


class JobsPanel(QWidget):
    """The queue: what runs, what waits, what is over."""

    def __init__(self, session: Session, actions: dict[str, Action]) -> None:
        super().__init__()
        self._session = session
        self.rows: dict[JobId, JobRow] = {}
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 4, 0, 4)
        self._list.setSpacing(0)
        self._list.addStretch()
        inside = QWidget()
        inside.setLayout(self._list)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(tr("Queue"))
        self.pause = QPushButton(tr("Pause"))
        self.pause.setCheckable(True)
        self.pause.setToolTip(tooltip(tr("Pause"), tr("Begin no further repaint.")))
        self.pause.clicked.connect(self._on_pause)
        self.cancel_all = self._cancel_button(actions["cancel_all"])
        verbs = QHBoxLayout()
        verbs.setContentsMargins(8, 0, 8, 0)
        verbs.addWidget(self.pause, 1)
        verbs.addWidget(self.cancel_all, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        self._pages = QStackedLayout()
        self._pages.addWidget(
            words_where_nothing_is(tr("Nothing is being repainted. What you ask for waits here."))
        )
        self._pages.addWidget(scroll)
        layout.addLayout(self._pages, 1)
        layout.addLayout(verbs)
        session.repainting.jobs.changed.connect(lambda _: self._show_jobs())
        session.repainting.jobs.stepped.connect(self._show_job)
        self._show_jobs()

    def _cancel_button(self, action: Action) -> QPushButton:
        button = QPushButton(action.title)
        button.setObjectName(action.id)
        button.setToolTip(tooltip(action.title, action.tip, action.keys))
        button.clicked.connect(lambda: self._session.attempt(action.run))
        return button

    def _on_pause(self, is_paused: bool) -> None:  # noqa: FBT001
        jobs = self._session.repainting.jobs
        jobs.pause() if is_paused else jobs.resume()

    def _show_jobs(self) -> None:
        """Rows in the order of the queue; those forgotten go."""
        jobs = [one for one in self._session.repainting.jobs.jobs if not one.is_live]
        for id in self.rows.keys() - {job.id for job in jobs}:  # noqa: A001
            row = self.rows.pop(id)
            self._list.removeWidget(row)
            row.deleteLater()
        for place, job in enumerate(_in_order(jobs)):
            row = self.rows.get(job.id) or self.rows.setdefault(job.id, JobRow(self._session, job))
            row.show_job(job)
            if self._list.indexOf(row) != place:
                self._list.removeWidget(row)
                self._list.insertWidget(place, row)
        self._pages.setCurrentIndex(1 if self.rows else 0)
        self.cancel_all.setEnabled(any(not job.state.is_over for job in jobs))
        self.pause.setChecked(self._session.repainting.jobs.is_paused)

    def _show_job(self, id: JobId) -> None:  # noqa: A002
        if id in self.rows:
            self.rows[id].show_job(self._session.repainting.jobs.job(id))


def _in_order(jobs: Sequence[GenerationJob]) -> list[GenerationJob]:
    """What runs and waits first, then what is over, the latest first."""
    running = [job for job in jobs if not job.state.is_over]
    return running + [job for job in reversed(jobs) if job.state.is_over]


def _state_words(job: GenerationJob) -> str:
    match job.state:
        case JobState.waiting:
            return tr("waiting")
        case JobState.running if job.step is not None:
            return tr("{index} of {total}", index=job.step.index, total=job.step.total)
        case JobState.running:
            return job.loading.what if job.loading else tr("starting")
        case JobState.done:
            return tr("done")
        case JobState.failed:
            return tr("failed")
        case JobState.cancelled:
            return tr("cancelled")
