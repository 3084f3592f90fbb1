"""Check digits, which tell a card or account from other digits."""

from collections.abc import Callable


def luhn(text: str) -> bool:
    """13 to 19 digits whose Luhn checksum is right."""
    digits = [int(char) for char in text if char.isdigit()]
    if not 13 <= len(digits) <= 19:
        return False
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def iban(text: str) -> bool:
    """ISO 13616: the first four characters moved to the end, letters as numbers, mod 97 is 1."""
    compact = text.replace(" ", "")
    digits = "".join(str(int(char, 36)) for char in compact[4:] + compact[:4])
    return int(digits) % 97 == 1


CHECKS: dict[str, Callable[[str], bool]] = {"luhn": luhn, "iban": iban}
