"""The entry point of every server and of `flask --app wsgi`."""

import click

from shuangluan.app import create_app

application = create_app()

if click.get_current_context(silent=True):  # `flask …`: web workers need neither commands nor demonstration
    from shuangluan import cli

    cli.install(application)
