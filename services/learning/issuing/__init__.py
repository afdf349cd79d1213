"""What proves a certificate elsewhere: signing keys, badges, tickets, status lists."""
