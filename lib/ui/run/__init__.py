"""The script that Streamlit runs, away from pages/."""
