"""Reading and writing what others read and write."""
