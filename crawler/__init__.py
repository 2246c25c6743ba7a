"""Visit one province politely and yield captures and a visit log."""
