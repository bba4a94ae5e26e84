"""`tierline pack`: what to know before a meeting with a partner, as text, as a PDF or as slides."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import click

from bot.commands.database import database_option, settings_for
from bot.commands.failing import in_words
from bot.commands.terminal import FILE, operator_task, write_file
from bot.parts import open_checked
from bot.render.plain import plain
from handlers.packs.answers import pdf_file
from handlers.packs.asked import CALLED, from_words
from handlers.packs.build import partner_pack
from handlers.packs.freezing import opened
from handlers.packs.reply import pages, partner_reply, staff_reply
from handlers.packs.slides import slides_of


@click.command("pack")
@click.argument("partner")
@click.option(
    "--kind", type=click.Choice(list(CALLED)), default="pipeline_review", show_default=True, help="Of which meeting."
)
@click.option("--program", help="In this program: its id or name. Else that of the next meeting.")
@click.option("--pdf", "pdf_path", type=FILE, help="Write a PDF into this file.")
@click.option("--pptx", "slides_path", type=FILE, help="Write slides into this file.")
@click.option("--partner-view", is_flag=True, help="What the partner's own people may see.")
@database_option
@in_words
def pack(
    partner: str,
    kind: str,
    program: str | None,
    pdf_path: Path | None,
    slides_path: Path | None,
    partner_view: bool,
    database_url: str | None,
) -> None:
    """Make the pack for the next meeting with PARTNER: its id, name or alias."""
    settings = settings_for(database_url)
    with closing(open_checked(settings)) as store, store.read() as work:
        task = operator_task(settings, work)
        asked = from_words(task, f"{partner} in {program}" if program else partner, kind)
        sheet = partner_pack(task, asked) if partner_view else opened(task, asked)
        made = partner_reply if partner_view else staff_reply
        shown = [made(sheet, asked, page) for page in range(1, len(pages(sheet)) + 1)]
    for reply in shown:
        click.echo(plain(replace(reply, parts=tuple(each for each in reply.parts if each.kind != "buttons"))))
    if pdf_path:
        write_file(pdf_path, pdf_file(task, sheet), aside=False)
    if slides_path:
        write_file(slides_path, slides_of(sheet, task.request.now), aside=False)
