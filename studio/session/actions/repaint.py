"""The actions of the Repaint menu."""

from __future__ import annotations

from studio.session.actions.action import Action, Menu
from studio.session.session import Session
from studio.text import tr


def repaint_actions(session: Session) -> tuple[Action, ...]:
    """Ask for a repaint, stop it, and choose among what came.

    While something else is begun, Enter, Escape and Delete are for that.
    """
    return (*_asking_actions(session), *_choosing_actions(session), *_showing_actions(session))


def _asking_actions(session: Session) -> tuple[Action, ...]:
    repainting = session.repainting

    def is_busy() -> bool:
        lasting = [job for job in repainting.jobs.jobs if not job.is_live]
        running = any(not job.state.is_over for job in lasting)
        return running and not session.unfinished.is_on

    return (
        Action(
            "repaint",
            Menu.repaint,
            tr("Repaint"),
            tr("Repaint what is selected, or the whole canvas."),
            repainting.repaint,
            ("Ctrl+Enter", "Shift+Enter"),
        ),
        Action(
            "live",
            Menu.repaint,
            tr("Live repaint"),
            tr("Show what the painting would become, whenever the hand rests."),
            session.live.switch,
            ("Alt+Enter",),
            is_checked=lambda: session.live.is_on,
        ),
        Action(
            "found_settings",
            Menu.repaint,
            tr("Settings of this picture"),
            tr("Repaint with the settings that the picture was made with."),
            session.found_settings.use,
            (),
            lambda: session.found_settings.recipe is not None,
        ),
        Action(
            "cancel",
            Menu.repaint,
            tr("Cancel repaint"),
            tr("Stop the repaint that is running."),
            repainting.cancel,
            ("Esc",),
            is_busy,
        ),
        Action(
            "cancel_all",
            Menu.repaint,
            tr("Cancel all"),
            tr("Stop it and forget those waiting."),
            repainting.cancel_all,
            ("Ctrl+Esc",),
            is_busy,
        ),
    )


def _choosing_actions(session: Session) -> tuple[Action, ...]:
    candidates = session.candidates

    def is_shown() -> bool:
        return candidates.shown is not None and not session.unfinished.is_on

    def may_keep() -> bool:
        return is_shown() or (session.live.is_shown and not session.unfinished.is_on)

    def keep_shown() -> None:
        if candidates.shown is not None:
            candidates.keep(candidates.shown)
        else:
            session.live.keep()

    def take_up_shown() -> None:
        if candidates.shown is not None:
            session.found_settings.take_up(candidates.recipe_of(candidates.shown))

    def drop_shown() -> None:
        if candidates.shown is not None:
            candidates.drop(candidates.shown)

    return (
        Action(
            "keep",
            Menu.repaint,
            tr("Keep candidate"),
            tr("Make it a layer."),
            keep_shown,
            ("Enter",),
            may_keep,
        ),
        Action(
            "drop",
            Menu.repaint,
            tr("Drop candidate"),
            tr("Throw it away."),
            drop_shown,
            ("Delete", "Backspace"),
            is_shown,
        ),
        Action(
            "candidate_settings",
            Menu.repaint,
            tr("Take up its settings"),
            tr("Repaint with the prompt, seed and all else that it was made with."),
            take_up_shown,
            (),
            is_shown,
        ),
        Action(
            "hide",
            Menu.repaint,
            tr("Show the painting alone"),
            tr("Show no candidate in place."),
            lambda: candidates.show(None),
            (),
            is_shown,
        ),
    )


def _showing_actions(session: Session) -> tuple[Action, ...]:
    candidates = session.candidates
    return (
        Action(
            "next_candidate",
            Menu.repaint,
            tr("Next candidate"),
            tr("Show the next in place."),
            lambda: candidates.show_next(1),
            ("Alt+Right",),
            lambda: bool(candidates.waiting),
        ),
        Action(
            "previous_candidate",
            Menu.repaint,
            tr("Previous candidate"),
            tr("Show the one before in place."),
            lambda: candidates.show_next(-1),
            ("Alt+Left",),
            lambda: bool(candidates.waiting),
        ),
    )
