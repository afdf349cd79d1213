"""RPC entrypoints noun by noun; ``service`` puts them together."""
