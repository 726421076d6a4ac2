#!/bin/sh
# Whether the server answers on the network; takes the official script's words and needs none.
exec mariadb-admin --no-defaults --protocol=tcp --host=127.0.0.1 --connect-timeout=2 ping >/dev/null 2>&1
