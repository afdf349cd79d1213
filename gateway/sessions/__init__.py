"""Who is signed in where: page sessions of browsers, token sessions of clients."""
