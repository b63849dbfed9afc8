"""A machine of one's own: an embedded PostgreSQL and broker, a mailbox, and the supervisor of `manage.py up`.

Plain Python without Django. Imported only where DATABASE_URL or REDIS_URL names no server, and by `manage.py up`. The
packages it needs are the extra `local` of pyproject.toml.
"""
