"""The tests; they mirror lib/ and pages/, and speak with one small cast."""
