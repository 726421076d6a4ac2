"""How people are reached and who holds a permission, told to services that must tell them."""
