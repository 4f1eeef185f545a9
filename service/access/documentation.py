"""`docs/access.md`, made from the table of roles and the limits themselves."""

from __future__ import annotations

from service.access import clients, links, lockout, passwords, sessions
from service.access.roles import ABOUT_FAMILIES, APART, FOR_PEOPLE, WHO_MAY
from service.principal import Role

MAY = "●"

BEGINNING = """# 谁能进、能做什么 Who may come in, and what for

本页由 `service/access/roles.py` 的一张表和各项限值生成，测试保证两者一致。This page is made from the table in `service/access/roles.py` and from the
limits in `service/access`; a test holds them together.

## 角色与权限 Roles and permissions

● 表示可以。权限一列的英文代码也是接口密钥的权限名（`--scope`）。● is yes; the codes are what a program's key is given, too (`--scope`).

"""

RULES = """
- **三员分立 Kept apart.** {apart}：任何人不得兼任其中两项，三者都看不到任何一户。Nobody holds two of these three, and none of them sees a household: they
  hold none of the permissions marked 户 above. 依据 Source: GB/T 22239-2019, 8.1.5 (MLPS level 3).
- **辖区 Jurisdiction.** 每项角色都授予在一个辖区（区划代码前几位：县6位、乡镇9位、村12位）。一个人有几项角色时，每项权限只在授予它的辖区内有效。
  A role is granted in a place, and each permission holds where a role grants it. Outside it a household, a region or a list does not exist: the
  answer is the one for a code that nobody has.
- **谁管谁 Who administers whom.** 系统管理员开设和停用用户；安全管理员授予和撤销角色与辖区、解锁、重发首次密码、管理接口密钥。谁都不能给自己办理，也不能超出本人辖区。
  System administrators make and close accounts; security administrators grant and revoke roles and places, unlock, give new first passwords and manage
  keys. Nobody does any of it for themselves, or beyond their own places. 本机命令以系统名义执行，记入审计。The commands on the machine act for the
  installation itself, and stand in the audit.
- **代表的部门 Whose department.** 部门联络员在授予时写明代表哪个部门（`--department`），一人一个；程序在登记时写明。他们只能报送该部门的单项事实和文件。A liaison's department is
  part of the grant, one for each person; a program's is part of its registration. Both send that department's single facts and files alone. 核查、预警和政策落实只看到须由本部门处理的；农业农村和乡镇的看到辖区内全部。
  Of findings, triggers and gaps they see those on which their department has to act; agriculture's and the townships' see all of their places.
- **没有登记部门的 Without a department.** 以前授予、没有登记部门的联络员，看不到核查、预警和政策落实，也不能报送，直到安全管理员重新授予并写明部门；线索照办。A liaison of before, for whom none is
  registered, sees no findings and sends nothing until a security administrator grants the role again with one; leads go on. 没有登记的程序不能报送单项事实。A program that is not registered for one sends no single facts.
- **兼任 Several roles.** 兼任县级、乡镇人员或数据人员的联络员，在那些角色的辖区内照那些角色看和交付文件；单项事实只为所代表的部门、在其辖区内报送。Who is an officer or data staff, too, sees and delivers by that role
  where it was granted; single facts are sent for the department alone, where it is spoken for.
- **只给人的权限 For people alone.** {for_people}：不能授予程序。No program is given these.

## 登录 Coming in

1. 用户名和密码。Name and password: {shortest} characters at least, not the user's name, not one of the commonest; kept as Argon2id ({cost}).
2. 手机验证器的6位数字，每个只能用一次。A code of six digits (TOTP), which works once. 首次登录时扫码设置。It is set up at the first login.
3. 首次密码是别人交给的，登录后必须改。A first password, which somebody else has seen, is changed before anything else.

| 限值 limit | |
|---|---|
| 一小时不用即退出 a session ends without use after | {idle} min |
| 最长 at the latest after | {longest} h |
| 同一用户名可试 tries in vain that are free, by name | {free_name} |
| 同一地址可试 by address | {free_address} |
| 之后等待 then a wait that doubles | {first_wait} → {longest_wait} min |
| 一次性链接有效 a link that lets in once holds | {link} min |

输错次数记在数据库里，几个进程共用一个数；不存在的用户名同样计数、同样锁定、同样用时，谁也试不出哪个用户名存在。Tries are counted in the database before anything
is compared; a name that nobody has is counted, locked and worked on as any other. 权限增加时更换会话编号；修改密码或重发密码后，其他登录全部退出。A session's token
changes whenever it gains rights; a changed or reset password ends all other sessions.

## 第一个用户 The first user

`fanpin serve` 在还没有用户时，在终端打印一次性链接，打开后自己设用户名和密码，得到全县“县级监测人员”角色；或用命令开设。While there is no user, `fanpin serve` prints a
link on the terminal; whoever opens it becomes a county officer for everywhere. Or by command:

```sh
fanpin users create wang.fang --role county_officer --region 990101   # 打印一次首次密码 prints a first password, once
fanpin users grant li.ming --role township --region 990101004 --until 2027-12-31
fanpin users grant zhao.yi --role department_liaison --department civil_affairs --region 990101
fanpin users list
fanpin users unlock li.ming
fanpin users password li.ming --second-factor                         # 手机丢失 the telephone is gone
fanpin users close li.ming
```

## 统一身份认证 The county's own provider

县里有统一身份认证（OpenID Connect）的，登录页多一个按钮，本地登录照旧：认证处连不上时用它。Where the county has a provider of logins, the form has a button for it; the local login
stays, for days on which the provider is down.

```sh
export FANPIN_OIDC_ISSUER=https://login.example.gov.cn FANPIN_OIDC_CLIENT_ID=fanpin
export FANPIN_OIDC_CLIENT_SECRET_FILE=/etc/fanpin/oidc.secret          # chmod 600
export FANPIN_OIDC_CALLBACK=https://fanpin.example.gov.cn/login/oidc/callback
fanpin users link-oidc wang.fang --subject 7c1e5f                      # 统一认证中的编号（sub） who they are there
fanpin users unlink-oidc wang.fang
```

- **先有用户，再关联 An account first, then the link.** 登录不会开设用户；没有关联的人进不来。A login makes nobody an account; who is not linked does not come in. 库里只存标记，不存编号；没改过的首次密码随关联作废，要本地密码的用 `fanpin users password` 另发。A mark
  is kept, not the subject. A first password that was never changed is void from then on; `fanpin users password` gives another to who is to have one.
- **第二种验证 The second factor.** 认证处说明验过两种的（`amr` 含 `mfa`，或 `acr` 等于 `FANPIN_OIDC_ACR`），直接进入；否则还要本系统的6位数字。Where it says that it asked for more than a password
  (`mfa` in `amr`, or `acr` as `FANPIN_OIDC_ACR` says) they are in; else the code of six digits follows.
- 授权码加 PKCE，state 和 nonce 只在发起的浏览器里有效，10分钟；签名、签发者、对象、时间、nonce 逐项核对；回调地址固定，不跟随跳转。Authorization code with PKCE; state and nonce hold for the
  browser that began, for 10 minutes; signature, issuer, audience, time and nonce are checked; the callback is fixed and no redirect is followed.

## 接口程序 Programs

每个业务系统登记为一个程序，可同时有几把密钥。密钥为 `fp_` 加59个字符，末尾是校验码：抄错的不查库就能认出，泄露到文件或代码库里的可用 `{pattern}` 搜出。库里只存摘要，
密钥只显示一次。A key is `fp_`, 52 random signs and a checksum of 7: one that was mistyped is told from a wrong one, and one that leaked is found by the pattern
`{pattern}`. Only its digest is kept.

```sh
fanpin clients create case-system --scope assessments:make --scope lists:read --region 990101 --key-file case-system.key
fanpin clients rotate case-system --key-file case-system.new.key      # 旧密钥再用{overlap}天 the old one holds {overlap} more days
fanpin clients list
fanpin clients revoke case-system
```

密钥默认有效{lasts}天。A key holds {lasts} days unless `--days` says otherwise. 谁用密钥或会话问了什么，回答之前先记入审计；未登录者输入的内容不以原文记录。What is asked
stands in the audit before it is answered; what strangers type stands nowhere as it is.
"""


def access_page() -> str:
    """The page as it has to be."""
    roles = list(Role)
    head = "| 权限 permission | | 户 families | " + " | ".join(f"{role.zh} {role.en}" for role in roles) + " |"
    rows = [head, "|---|---|:-:|" + ":-:|" * len(roles)]
    for permission, allowed in WHO_MAY.items():
        marks = (MAY if role in allowed else "" for role in roles)
        about = "户" if permission in ABOUT_FAMILIES else ""
        rows.append(f"| {permission.zh} {permission.en} | `{permission.value}` | {about} | " + " | ".join(marks) + " |")
    cost = passwords.COSTS[-1]
    minute = 60
    return (
        BEGINNING
        + "\n".join(rows)
        + "\n"
        + RULES.format(
            apart="、".join(f"{role.zh} {role.en}" for role in Role if role in APART),
            for_people="、".join(f"{each.zh} `{each.value}`" for each in sorted(FOR_PEOPLE)),
            shortest=passwords.SHORTEST,
            cost=f"{cost.memory // 1024} MiB, {cost.passes} passes, {cost.lanes} lanes; {cost.source}",
            idle=int(sessions.IDLE.total_seconds()) // minute,
            longest=int(sessions.LONGEST.total_seconds()) // minute**2,
            free_name=lockout.OF_A_NAME.free,
            free_address=lockout.OF_AN_ADDRESS.free,
            first_wait=int(lockout.OF_A_NAME.first.total_seconds()) // minute,
            longest_wait=int(lockout.OF_A_NAME.longest.total_seconds()) // minute,
            link=int(links.LASTS.total_seconds()) // minute,
            pattern=clients.PATTERN.pattern,
            overlap=clients.OVERLAP.days,
            lasts=clients.LASTS.days,
        )
    )
