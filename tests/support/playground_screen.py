"""What a person does in the page of Microsoft's playground: go somewhere, write, press, read."""

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

PATIENCE = 20_000


@dataclass
class Screen:
    """The playground's page, with the errors that were thrown in it."""

    page: Page
    errors: list[str] = field(default_factory=list)

    def opens(self, url: str) -> None:
        """Open the page; the playground installs the app for whoever sits before it."""
        self.page.set_default_timeout(PATIENCE)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(url)
        expect(self.card("Hello Dana Ruiz").or_(self.card("Hello Pam Okafor"))).to_be_visible(timeout=PATIENCE)

    def goes_to(self, place: str) -> None:
        """Change to a chat or channel; the first time the playground installs the app there."""
        self.page.get_by_text(place, exact=True).first.click()
        composer = "Start a new post" if place == "Deals" else "Type a message"
        expect(self.page.get_by_text(composer).first).to_be_visible(timeout=PATIENCE)

    def writes(self, words: str, *, mention: bool = False) -> None:
        """Write into the box, the first editable field: the log is one too. Enter does not pick a mention, a click
        does."""
        box = self.page.locator("[contenteditable=true]").first
        box.click()
        if mention:
            box.press_sequentially("@")
            self.page.wait_for_timeout(700)
            self.page.get_by_text("Tierline", exact=True).last.click()
        box.press_sequentially(f" {words}" if mention else words)
        self.page.keyboard.press("Enter")

    def card(self, words: str) -> Locator:
        """The newest card with these words: in a chat the last one."""
        return self.page.locator(".ac-adaptiveCard").filter(has_text=words).last

    def presses(self, card: Locator, label: str) -> None:
        card.get_by_role("button", name=label, exact=True).first.click()

    def command(self, id: str) -> Locator:
        """Choose an entry of the menu beside the box; the playground knows no manifest and asks for its id. Gives the
        dialog."""
        self.page.get_by_role("button", name="Trigger Message Extension App").first.click()
        self.page.get_by_text("Action Command").first.click()
        self.page.get_by_placeholder("Input command id").fill(id)
        self.page.get_by_role("button", name="Create").click()
        return self.page.get_by_role("dialog")
