"""The contract that the app and every engine share."""
