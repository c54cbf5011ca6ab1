"""The entry point of every server and of `flask --app wsgi`."""

from shuangluan.app import create_app

application = create_app()
