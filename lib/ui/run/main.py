"""What Streamlit runs for every click: the frame, and in it the page."""

from lib.ui import shell

shell.run()
