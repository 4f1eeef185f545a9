"""The addresses of the service: each route names what it needs and is three steps long."""
