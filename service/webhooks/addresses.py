"""Which addresses may be connected to: none of this machine or of a network of ours, unless an endpoint was allowed that.

A name is resolved once and the connection goes to the address that was looked at, so that a name which leads elsewhere a moment
later (DNS rebinding) leads nowhere.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket

from service.store.tables.outbox import SendingFault

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

NAT64 = ipaddress.ip_network("64:ff9b::/96")


class UnreachableError(Exception):
    """There is no address that may be connected to."""

    def __init__(self, fault: SendingFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def is_public(address: Address) -> bool:
    """Whether it is one of the internet's: whatever an IPv6 address carries inside is looked at as well."""
    if isinstance(address, ipaddress.IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if address in NAT64:
            inside = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inside:
            return is_public(inside)
    return address.is_global and not address.is_multicast and not address.is_reserved


async def resolve(host: str, port: int, *, allows_private: bool) -> str:
    """The address to connect to.

    Raises:
        UnreachableError: the name has none, or one of them is private and that is not allowed: a name that leads both ways
            is a trick.
    """
    try:
        answers = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise UnreachableError(SendingFault.NO_ADDRESS) from None
    addresses = [str(answer[4][0]).partition("%")[0] for answer in answers]
    if not addresses:
        raise UnreachableError(SendingFault.NO_ADDRESS)
    if not allows_private and not all(is_public(ipaddress.ip_address(address)) for address in addresses):
        raise UnreachableError(SendingFault.PRIVATE_ADDRESS)
    return addresses[0]
