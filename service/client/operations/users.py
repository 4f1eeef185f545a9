"""Of the API: users. Written from its routes (tests/service/client)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.client.answer import Answer
from service.client.asking import Request
from service.client.group import Group, Sent
from service.client.pages import Pages

if TYPE_CHECKING:
    from service.access.answers import CountAnswer, FirstPassword, LoginSent, RoleEnded, RoleSent, UserAnswer, UserSent


class Users(Group):
    """Operations on users."""

    def list_users(self, *, limit: int | None = None, cursor: str | None = None) -> Pages[UserAnswer]:
        """Accounts: `GET /v1/users`."""
        from service.access.answers import UserPage

        return self._pages(UserPage, Request("GET", "/v1/users", query={"limit": limit, "cursor": cursor}), "cursor")

    def create_user(self, sent: UserSent | Sent, *, idempotency_key: str | None = None) -> Answer[FirstPassword]:
        """Make an account: `POST /v1/users`."""
        from service.access.answers import FirstPassword

        return self._ask(
            FirstPassword,
            Request("POST", "/v1/users", sent=sent, once=True, headers={"Idempotency-Key": idempotency_key}),
        )

    def close_user(self, user_id: str, *, idempotency_key: str | None = None) -> Answer[UserAnswer]:
        """Close an account for good: `POST /v1/users/{user_id}/close`."""
        from service.access.answers import UserAnswer

        return self._ask(
            UserAnswer,
            Request(
                "POST",
                "/v1/users/{user_id}/close",
                once=True,
                places={"user_id": user_id},
                headers={"Idempotency-Key": idempotency_key},
            ),
        )

    def read_roles(self, user_id: str) -> Answer[UserAnswer]:
        """An account with its roles: `GET /v1/users/{user_id}/roles`."""
        from service.access.answers import UserAnswer

        return self._ask(UserAnswer, Request("GET", "/v1/users/{user_id}/roles", places={"user_id": user_id}))

    def grant_role(
        self, user_id: str, sent: RoleSent | Sent, *, idempotency_key: str | None = None
    ) -> Answer[UserAnswer]:
        """Grant a role in a place: `POST /v1/users/{user_id}/roles`."""
        from service.access.answers import UserAnswer

        return self._ask(
            UserAnswer,
            Request(
                "POST",
                "/v1/users/{user_id}/roles",
                sent=sent,
                once=True,
                places={"user_id": user_id},
                headers={"Idempotency-Key": idempotency_key},
            ),
        )

    def revoke_role(
        self, user_id: str, sent: RoleEnded | Sent, *, idempotency_key: str | None = None
    ) -> Answer[CountAnswer]:
        """Take a role back: `POST /v1/users/{user_id}/roles/revoke`."""
        from service.access.answers import CountAnswer

        return self._ask(
            CountAnswer,
            Request(
                "POST",
                "/v1/users/{user_id}/roles/revoke",
                sent=sent,
                once=True,
                places={"user_id": user_id},
                headers={"Idempotency-Key": idempotency_key},
            ),
        )

    def unlock_user(self, user_id: str, *, idempotency_key: str | None = None) -> Answer[UserAnswer]:
        """Let somebody try again: `POST /v1/users/{user_id}/unlock`."""
        from service.access.answers import UserAnswer

        return self._ask(
            UserAnswer,
            Request(
                "POST",
                "/v1/users/{user_id}/unlock",
                once=True,
                places={"user_id": user_id},
                headers={"Idempotency-Key": idempotency_key},
            ),
        )

    def reset_login(
        self, user_id: str, sent: LoginSent | Sent, *, idempotency_key: str | None = None
    ) -> Answer[FirstPassword]:
        """Give a new first password: `POST /v1/users/{user_id}/login`."""
        from service.access.answers import FirstPassword

        return self._ask(
            FirstPassword,
            Request(
                "POST",
                "/v1/users/{user_id}/login",
                sent=sent,
                once=True,
                places={"user_id": user_id},
                headers={"Idempotency-Key": idempotency_key},
            ),
        )

    def end_sessions(self, user_id: str, *, idempotency_key: str | None = None) -> Answer[CountAnswer]:
        """End all sessions: `POST /v1/users/{user_id}/sessions/end`."""
        from service.access.answers import CountAnswer

        return self._ask(
            CountAnswer,
            Request(
                "POST",
                "/v1/users/{user_id}/sessions/end",
                once=True,
                places={"user_id": user_id},
                headers={"Idempotency-Key": idempotency_key},
            ),
        )
