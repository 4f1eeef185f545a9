"""Coming in step by step, and what happens to who can't."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from service.access.administering import close_user, unlock_user
from service.access.login import Inside, Refused, Why
from service.access.passwords import Cost, Passwords
from service.access.sessions import Stage
from service.principal import SYSTEM
from service.store.repositories.users import user_named
from tests.service.access.conftest import ADDRESS, Installation
from tests.service.people import PASSWORD


def test_a_password_alone_is_not_in(here: Installation) -> None:
    here.user()
    came = here.try_password()
    assert isinstance(came, Inside)
    assert here.stage(came.token) is came.stage is Stage.SECOND_FACTOR
    further = here.try_code(came.token, here.code())
    assert isinstance(further, Inside)
    assert here.stage(further.token) is Stage.IN
    assert here.actions() == ["login.password", "login.opened"]


def test_each_step_has_a_token_of_its_own(here: Installation) -> None:
    """Whoever planted or saw one before has nothing afterwards."""
    here.user()
    came = here.try_password(before="planted")
    assert isinstance(came, Inside)
    further = here.try_code(came.token, here.code())
    assert isinstance(further, Inside)
    assert len({"planted", came.token, further.token}) == 3
    assert here.stage("planted") is here.stage(came.token) is None


def test_a_new_login_ends_the_session_of_before(here: Installation) -> None:
    here.user()
    token = here.inside()
    here.try_password(before=token)
    assert here.stage(token) is None


def test_the_same_work_is_done_for_whoever_has_no_such_name(here: Installation) -> None:
    here.user()
    for name in ("li", "nobody", "", "li'; DROP TABLE users; --", "李" * 200, "\ud800", "a\0b"):
        here.passwords.compared.clear()
        assert here.try_password(name, "wrong password") == Refused(Why.WRONG)
        assert here.passwords.compared == [False]


def test_a_name_is_somebody_s_however_it_is_typed(here: Installation) -> None:
    here.user("李-ab")
    assert isinstance(here.try_password(" 李－ＡＢ "), Inside)


def test_what_strangers_type_stands_nowhere(here: Installation) -> None:
    here.try_password("my own password by mistake", "another secret")
    assert "mistake" not in here.audit()
    assert "secret" not in here.audit()
    assert here.actions() == ["login.failed"]


def test_a_few_tries_are_free_and_then_the_wait_grows(here: Installation) -> None:
    here.user()
    waits = []
    for _ in range(5):
        assert here.try_password(password="wrong") == Refused(Why.WRONG)
    for _ in range(4):
        locked = here.try_password()
        assert isinstance(locked, Refused)
        assert locked.why is Why.LOCKED
        assert locked.until is not None
        waits.append((locked.until - here.now).total_seconds() / 60)
        here.now = locked.until
        assert here.try_password(password="wrong") == Refused(Why.WRONG)
    assert waits == [1, 2, 4, 8]
    here.later(minutes=16)
    assert isinstance(here.try_password(), Inside)


def test_a_locked_name_is_compared_with_nothing(here: Installation) -> None:
    here.user()
    for _ in range(5):
        here.try_password(password="wrong")
    here.passwords.compared.clear()
    here.try_password()
    assert here.passwords.compared == []
    assert here.actions()[-1] == "login.locked"


def test_nobody_learns_by_a_lock_whether_a_name_is_somebody_s(here: Installation) -> None:
    here.user()
    tried = {name: [here.try_password(name, "wrong") for _ in range(7)] for name in ("li", "nobody")}
    assert tried["li"] == tried["nobody"]


def test_one_address_tries_no_more_names_than_one_office_needs(here: Installation) -> None:
    here.user()
    for number in range(30):
        assert here.try_password(f"name-{number}", "Fanpin2024") == Refused(Why.WRONG)
    locked = here.try_password()
    assert isinstance(locked, Refused)
    assert locked.why is Why.LOCKED
    elsewhere = here.login.with_password("li", PASSWORD, before=None, address="10.9.9.9", now=here.now)
    assert isinstance(elsewhere, Inside)


def test_many_tries_at_once_are_no_more_than_a_few(here: Installation) -> None:
    """Each is counted before it is compared, by one row for which the others wait."""
    here.user()
    with ThreadPoolExecutor(8) as many:
        answers = list(many.map(lambda number: here.try_password(password=f"guess {number}"), range(24)))
    refused = [answer.why for answer in answers if isinstance(answer, Refused)]
    assert (refused.count(Why.WRONG), refused.count(Why.LOCKED)) == (5, 19)
    assert len(here.passwords.compared) == 5


def test_one_code_that_is_sent_many_times_at_once_lets_in_once(here: Installation) -> None:
    here.user()
    tokens = [came.token for came in (here.try_password() for _ in range(4)) if isinstance(came, Inside)]
    code = here.code()
    with ThreadPoolExecutor(4) as many:
        answers = list(many.map(lambda token: here.try_code(token, code), tokens))
    assert [isinstance(answer, Inside) for answer in answers].count(True) == 1


def test_who_is_in_has_their_tries_back(here: Installation) -> None:
    here.user()
    for _ in range(3):
        for _ in range(4):
            here.try_password(password="wrong")
        here.inside()
        here.later(minutes=1)


def test_a_right_password_gives_no_more_codes_to_guess(here: Installation) -> None:
    here.user()
    answers = []
    for _ in range(3):
        came = here.try_password()
        if isinstance(came, Inside):
            answers += [here.try_code(came.token, f"{number:06}") for number in range(3)]
    assert [answer.why for answer in answers if isinstance(answer, Refused)][5:] == [Why.LOCKED]


def test_an_administrator_unlocks(here: Installation) -> None:
    user = here.user()
    for _ in range(5):
        here.try_password(password="wrong")
    with here.work() as work:
        unlock_user(work, here.keyring, by=SYSTEM, user=user)
    assert isinstance(here.try_password(), Inside)


def test_a_closed_account_is_nobody_s(here: Installation) -> None:
    here.user()
    token = here.inside()
    with here.work() as work:
        user = user_named(work, "li")
        assert user is not None
        close_user(work, here.keyring, by=SYSTEM, user=user)
    assert here.stage(token) is None
    assert here.try_password() == Refused(Why.WRONG)
    assert here.passwords.compared[-1] is False


def test_a_first_password_opens_only_the_form_for_another(here: Installation) -> None:
    here.user(first=True)
    token = here.inside()
    assert here.stage(token) is Stage.MUST_CHANGE

    def change(present: str, new: str) -> object:
        return here.login.with_new_password(token, present, new, address=ADDRESS, now=here.now)

    assert change("wrong", "another four words") == Refused(Why.WRONG)
    for weak in ("short", PASSWORD, "li is my name and yours", "password12345"):
        refused = change(PASSWORD, weak)
        assert isinstance(refused, Refused), weak
        assert refused.why is Why.WEAK
    changed = change(PASSWORD, "another four words")
    assert isinstance(changed, Inside)
    assert here.stage(changed.token) is Stage.IN
    assert here.stage(token) is None
    assert here.try_password() == Refused(Why.WRONG)
    assert isinstance(here.try_password(password="another four words"), Inside)


def test_a_changed_password_ends_what_is_open_elsewhere(here: Installation) -> None:
    here.user()
    elsewhere = here.inside()
    here.later(minutes=1)
    token = here.inside()
    changed = here.login.with_new_password(token, PASSWORD, "another four words", address=ADDRESS, now=here.now)
    assert isinstance(changed, Inside)
    assert here.stage(elsewhere) is None


def test_an_old_hash_is_made_anew_at_the_next_login(here: Installation) -> None:
    here.user()
    dearer = Passwords(Cost(here.now.date(), 16, 1, 1, "twice the work"))
    here.login.__class__(here.database, here.keyring, dearer).with_password(
        "li", PASSWORD, before=None, address=ADDRESS, now=here.now
    )
    with here.work() as work:
        user = user_named(work, "li")
        assert user is not None
        assert user.password is not None
        assert "m=16,t=1,p=1" in user.password
        assert not dearer.is_outdated(user.password)
    assert isinstance(here.try_password(), Inside)


def test_a_second_factor_is_set_up_at_the_first_login(here: Installation) -> None:
    here.user(telephone=False)
    came = here.try_password()
    assert isinstance(came, Inside)
    assert came.stage is Stage.SET_UP
    shown = here.login.to_set_up(came.token, here.now)
    assert shown == here.login.to_set_up(came.token, here.now), (
        "the same picture until a code shows that it was scanned"
    )
    assert here.try_code(came.token, "000000") == Refused(Why.WRONG)
    assert here.stage(came.token) is Stage.SET_UP
    further = here.try_code(came.token, here.code())
    assert isinstance(further, Inside)
    assert here.login.to_set_up(further.token, here.now) is None, "nobody sees it again"
    assert "second_factor.set_up" in here.actions()
