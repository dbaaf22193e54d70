"""Files that show what an update says: checked, kept, sent on. Their rows are in models/evidence.py."""
