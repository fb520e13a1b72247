"""Of the hundred thousand commonest passwords those with fifteen characters or more, lower case.

All shorter ones are refused for their length. From SecLists (MIT License, (c) Daniel Miessler),
`Passwords/Common-Credentials/10-million-password-list-top-100000.txt`, the commonest first.
"""

LONG_COMMON = frozenset(
    """
mailcreated5240 polniypizdec0211 123456789987654321 1qaz2wsx3edc4rfv 123456789123456789
momsanaladventure hd764nw5d7e1vb1 qazwsxedcrfvtgb 23176djivanfros 123456789qwerty
12345678900987654321 12345678901234567890 qwerty123456789 zqjphsyf6ctifgu 12345678987654321
lhbjkjubz2957704 q1w2e3r4t5y6u7i8 1qazxsw23edcvfr4 11111111111111111111 nemvxyheqdd5oqxyxyzi
123123123123123 passwordstandard bpgjldsgjldthnf 1qa2ws3ed4rf5tg 1234qwerasdfzxcv
polniypizdec110211 passwordpassword 1234567890qwerty 1234567890987654321 122333444455555
111222333444555 qwertasdfgzxcvb q1w2e3r4t5y6u7i8o9p0 ne_e_pod_chehyl 1234567887654321
111111111111111 zxcvbnm123456789 qwertyuiop12345 nick1234-rem936 hjpjxrf23062007 aksjdlasdakj89879
420842084208555 123451234512345 lytdybrbdfvgbhf hd764nw5d7e1vbv bhrh0h2oof6xbqjeh
1234567890qwertyuiop qwertyuiopasdfg qwertyuiop123456789 polniypizdec1102 perasperaadastra
efwe5tgwa5twhgd cheaphornybastard 30secondstomars 2222333344445555 1324354657687980
12345678qwertyu 1213141516171819 qwertyuiopasdfghjkl qwertyuiopasdfgh perfectexploiter
passwordassword neversaymypassword manchesterunited cfvfzcxfcnkbdfz 277rte87hryloitru
1234567899876543 123456789123456 123456789101112 1234567812345678
""".split()
)
