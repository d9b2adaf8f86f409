"""The main window, its menus, dialogs and looks."""
