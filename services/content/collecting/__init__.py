"""Collections: items that editors put together, in the order they are best read in."""
