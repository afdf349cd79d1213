"""Keys, and what is signed with them. Pure: no database, no clock."""
