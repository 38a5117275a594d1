"""What browser a session is in, from how it calls itself: enough for its owner to know it again."""

# the first that fits: most browsers also call themselves like those below them
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def browser_of(client: str) -> tuple[str, str] | None:
    """Browser and system, such as ('Firefox', 'Windows'); None if it is none of those known."""
    browser = next((name for sign, name in _BROWSERS if sign in client), None)
    system = next((name for sign, name in _SYSTEMS if sign in client), None)
    return (browser, system) if browser and system else None
