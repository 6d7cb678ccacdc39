"""Programs that developers run on the project itself; nothing here ships."""
