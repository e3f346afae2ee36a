"""What texts of a language have in common as vectors, whatever they say: questions, and what was said, long and short.

Written by `benchmarks/common_directions.py`: the mean of their vectors, in French and in English. Of another model they are others.
"""

# fmt: off
QUESTIONS = (
    (
        "6CNJqleqYqvxK1urZyE4K6klBCKmKvgkHytwpmen8ygULM6osKOaqtkmiqG1rLMoqSroKx2ipifDKxKsrKpQqvsgfavNKgYpAqoKqjErMarc"
        "pXwoAiSTK8ooSixIqiYpbqvlpnunOyqOJDgrkCTyqwerX6ppqaopoClboKolWSXXK6wqmCn6KmKsUae6qKsoJSP2n8wZ4KBCJiOsmyenpDGr"
        "X6lMqg4omKqMKrUpBqq5KAuhHiyILKSoLqprqU2rzqiXKBkrWqj2KUynByptpPGoEikgK1Ws+StoqiKrBCwqKTQqgqwWp1aYeKsvKKmsoCyF"
        "pQqsCqzCqWmoKiboKNkivCOzJrkn/yclKsUqqSkTrGaRRqOSo4WoQynRqkcokiw8LNQubqhnKv6p2ipYqNsrliejKImpDqzuqlApMCn7qGKt"
        "bamIqAGp5aW+KW4sVaiyqFSpVivdquMqxqABLfmoHyyhLMIo06ekpFSpKawOq7qsGKnrIa8ju6h/gwkpNau4qAaqhCmNqdEqnClxJ92hvai7"
        "KXQoLSZtIOOo8islrOUq8ikwq+Om3yyOpjeQzCAtKdWp0ii/Kymo0Cpvrw+nsyYwKN2oE6hWJbyqmKG+qsuszai0qPSoXCl9JI6qe6oQp/cp"
        "na6YKjmqVKhsKoynDSTzK1+pSKsWpx6n1SkdKXgrMKytKEonQ6NJLvMrbypsKdGpFaVIq72ir6siJEUs26inqe6oVyRnLCWpyqjRKxspByyt"
        "LEImCqrwqHcp+qiOqRQheKsHLZ+o/SpehI4hSyyyp58nNKCoqBYgxii8rCUqOpz4JAAnjCuuKZordalnq18juCi8odIqv6xHqo6sz6hZp7yr"
        "cCuFKYWpbKocKGseNSEfqu2sUiwOrImoyKhCKr6o4qnkKDUsiKiDJaQCOqv2KFansqvzKzIo862zJK0o3qk1Jmeo7KnXKLUo9qtJohArsSgr"
        "KwssMqIRq7skwqvwKHYqB6wvIJqigJ7bqikpd6tVq5srpStNKGcq"
    ),
    (
        "WitpqeKpjKhBK5CqfyN3JoEqVyBOK/YjSSqtq0KorSkoLMmmpqQkrTwoMqURq8wrbSj9K2mlMZ1JKpWsB6sMqz8p16u2Kh0pwavQqBMsIKmK"
        "qC4oFClXKscoNisXqagqeaZRppGq5ipOKB0pCyrCqX2sxarQqe4p7ymQqqQk4SNYKxArtyn/KZGsPKFzrLQpGhx3pskQ6CSjJjiqMyN5qbCq"
        "tajMqK8oKat6KtIp9qm7LHanJSpPKz+qxKp3rJOqFKjKJhwrIajyK0GoVyk5qGCnAibxKnyr0yzbqsKq4yqgLB4swKmxqWSdhKndJ3CnDiz+"
        "pKKrtauVqhqoyygzK+co1CNpKMAlnyirKEoqhyt3rN+kHKE3o0mpUCj0qKgohyxmKQouf6iTKxSobSqgqJkrqyh+KLGonqwzq/MpoSnmqc+p"
        "wqwvp9yqOJ4VKXArpKgTptKqLieeq3kqnZ+IKpSoZSpDLE0pQqlQpVSpgaw2qxurW6q2Jo0mTKfIpU4pdam4qMiokSrFq24qcCr/KEKktaY8"
        "JiknSidGIK6pLypdq6Mq7iodrV+rGCy+pSOgqx/eKW+pGStdKvOjqymurmGpjShuKZapbKOeKhuqsKhxq9+sjKjUp9KnTinaJryqk6t9qBko"
        "KK0kKXSq/KdhKKClfCXBKgCszKW1qnenISlKJ9grV6rXJ1Yin6DmLD0qUynxKQaqpaYQqginrqxGKIcp0akoqoKoPxzNLKikDaiSKz4puilq"
        "LNonRqgHpkIrsKnrp1+g+akeLOygTiuaKIuN+CuhqHckmKnRqZYkXyoXrCIl4CLgKKUkSSk8K/wpe6jhp4MpSSoEpK4o9KjnqpqrB6r5pfSp"
        "fSgDJMaqn6lNJxskpCLJqHmspSv+qlulI6fjKsKpJayRJaYodakvJrWfu6kSKHuo9aosKXorRK6IJ0coTalHKLalbKt4J+AoL6v3pgkpfigM"
        "KiIsOKXflpMnz6r1KaorhqnkIFqlpagcpkUrw6qiqqkn0iwOJJcq"
    ),
)
SHORT = (
    (
        "TyeZn6CpG625K8Woi5jsJuEo+iUOK68luSzToMCrnyfqKwuoCqm1qMUkRqLpqhIm4CogLIehCCoKK5qtAauYqO8oF6vUKzIpZKp6q0QqP6ph"
        "pasndiRGLaYqjSjpqt0nIqzjpTqnNCuiHrwr0iK8rCypHKxpq4Unsyw2JsEgviZXLVAplyg8KwCqCKYkqZ4paKLNnjklCyR9KD6pMypwpaep"
        "xKlAq/Eoj6mBK7MqT6zSKL6eaizjK+yp8anVqrGqkKksK0IrtaiNKwOqWiiQqz+qiSi8KNurFyovrA+oAyntJakot6x0o+6pRqqBKTOstium"
        "pxWqmamvqkaomScFKHMiPqA2KmgobCWaKj4qQCzLqKWZQ581pxCqjSjrq7EoXCl3K9osfKglLUysWylkqV4rnCISKpipKq2hq5Yozym5qXet"
        "eaoIp76rsqkpKVUtDKwBpeSo0SmkqoYocqR1LKGqmSr6LNsob6DoptGr/qk0quSrs6nXJYkdB6aXBJgo3KlDrCOqYCjuqu8ptSobKaigLqoK"
        "LF0ooSv3JZ+spinCqWQq7inYqlariyx+q7yfwyJCKjyrmCLWK3+lrCsAreOpmSjwKYWqU6xEJ86n4p7ErAyrtqlhqFSAtiZZKaeoFaSkqFMp"
        "Aq01LH2niqlwKJSnxShhKsSpSqwkrEWorCWVK1ArJKtwKOcpdqXILSMrlCtBK6ursKVvq8+iNKv6JGosOKxcqU2pFSpnKpOo66l1KhMovCq9"
        "LIIr0qYYqAopH6gbqW6dMqwBLMup9CloHmciBSxkqV8sF6S+qRIntCLvrO4pGxl3JwwmHirkKwEqxqtnqXoidinWItMk4apyqfSrFapGp26p"
        "CirDKeqnXqhLKp6fyCaHqBOs0CvcqfClXqqMKZioOakxKMcrdKaCKNqkO6yHKxikl6kuK6Enma05IDspFKaUJmerj6byKW4pB6wnpKgqZSnc"
        "LAQr0KDIqqony6y5KSEqBqyYl4WkI6sgrHQpU6uSqwsqTytvKiYr"
    ),
    (
        "rSjsDd2omqyYLC+oupxLJKsrCCfIKowl5SttpiOriShyK5On7acvqyklxZQMqWYpeSlpLMOn9ietKuatjquVqNgp4qqdKRQoCqrAqtsrt6nj"
        "o6kmgynYK9cqxyjIqtYoear+p3ip1CpbJDMqqCfRqzusXqyTrNkncSyjnUMevyZqLGor/yf5KoKpHKTQqkwqJJ4oqMwkSCbTJoyolSaZqAGq"
        "cqmDqXwpVKrZKxMqcqyZK1ul7ConKRSsqaq3rHuqu6qBKhgrLKkZLPWptiYKrLOnpSS/KbmrVyvmqjeofSglKsgpEawbpzepTqmpJzCqVCtO"
        "pyerbKjZqkik+yi5KZYoW5/XKl4mLSYGKTop6SymqVegT6EWp2iq4Cptqd0pHStaKtMrkaWeLUaq0iiVqUUqmCQVKcGoZ62aqwopiyk0qgqs"
        "kaxaowqsWaYTKLksfqmVpZ2qOyWCqn0oP6HTKlipLyimLD4pQqXippGrNar2qFOqXapJJ9snp6REn0soAKmUrMqpuyeMqVUqlivIKHKa3agJ"
        "Ko8oQylmI4KsHikwqJIqECt1rJis/itpqfmk7CGyKkGqECKXK+qgKSpLrRarHCkhLMar4agGK6OncKcvrGasS6kZqZ+bBSjFKcmpfKYtqGco"
        "eqzcK52o8ajHJWOdWCbVKJ6re6pZrLOoZig6K6EsGarVKJMoJaLxLPspmClGKjirHKiJq4OmYKw9JjUqfKugq7CoJSlsLJan7KgnKnIm0Sho"
        "LDcqvqJIpRcrzaeuqU6cbqsnKxepUCz6JooaxCt4qbsrk6j8qs8nByhHrB0mLSQqKR8kKihZK2gpU6sxqdEmMyssoPohwKVUqlCq9qohpWKq"
        "cSeRJgmqdqiHKbYeSSYvpzur/imSqbqfwqeqKvOo36sSJfooIqlQKo6oEKxDK/ek26mTKCMsNq0XGjUqF6bWJjGqrqgfKUspNqtkpdMpJCpf"
        "LEMrJqJpjgop9auVK3cpIKohHsekXKwyqZcqbKq3qqEpLCyKJ9Mq"
    ),
)
LONG = (
    (
        "XZzbqLCqSKz/LFqq+6J4KZkrWigmKskjayznpaWpvSjnKlypc6dwqronHKOtqs0kWyuoK8ek7CjpKaGtFqrNqRsn/KrRKacmXagoqjgp3qlP"
        "p28o5CU8LDcsIStZq20pZ6xDp+On3yoflREqSB9LrNyqZKx4qjsqWCzjJbMgViZ7LVgrFykiKuuq6agQqVoqr6KjIPicnZhaKTmsBSmPpbeo"
        "rah1qAgqJKoFKysqzqsjKnGc2CwFLDyoLqoErIGsHqkBKXksWadbK2qncidypkGo/SeSJ4aqUSuCrOOqFCiqKPsoI617pGajl6tMKHmsdCvE"
        "oJuqcKt/qoSliSfUKa8QeZ5XJpgn1SbFKFYpkyy4qRWV2ZhbpsOoPiisqZQmbCyfLNQsvaeULIeruin0qsEqIiXtJ3Kr5qy4q60ldCmyqiSt"
        "s6mApi2rt6j9J/wsOajSoJCoyCnTqZUpWaQILcqpJCijLFAp7qOUp+uqk6reql2q26gWJpYmQKeGGF0pqKgcrECsJidtqagoiCrYKKkazKf7"
        "Kxoo2CfqJDOrryr7q6wqXykqrJqpnyzZpgadIyKbKjqpUyjgKzqlJCyzrsGpVij6KCWqTqrfJF2p3qBGrPWsxqmup1ag4yiSJg6sMqYKqTMq"
        "za0+KkeqC6gbKaOoECFBKpGod6xrqrqmNSnrKcErLKwcKfEpZJ6+Lm8skypuKTioX6RhqqKg8au0Je8qTap/q46pGChxK7yoK6ZqLBYotCr8"
        "LIwpMKhZqcEqkaUBqA0daKovLdiqNSyFnSKRoiwcqaYpgqW/qhwmLihHrVcoiyBQJmEonyxzK1UsZqrYqicnSyhFGnooM6tPq8KrHKqmpZiq"
        "NCkEKnynJKhRKM6h7ShfqbSsLCrnqneiJqtvKiKpX6mUKCgt66SrKJKk9avAKLCmeqlgLNUq5K1MJZQpE6csKRGrvKnXKnwpMq1unZopoyjk"
        "LUIrJ6JwqBwoDKz3KT0qbKyzINujralIrGEmSqz2rDUqwStuJ2gq"
    ),
    (
        "9SWnpymq5akULZ2nnqL+JxUt1CctKTol/Cu+qG+qYyoIKnCoJaNvrJkmpBY/qU4p/SmaKy+nDCgEKpSto6rUqdMpxqqMJ8MjqKicqQIrEqk6"
        "pakngyhJKfYqcyqJqpsq1KpiqFSq5yrBJNooJydbq6+saqwsrFgqgyuopeYiFSbmLAot7CYrKgesxKSEqgErFpdcpd+gMSGCJkCr7if5qKOo"
        "qagGp1QpwqsVK4ApX6woLA+mjytDKEKrOasprP2s46rSKHIsNqjdK/enOihyp1KmtiX/J5urKyzMqu6rGSiyLKUqJ6sAqJShj6yCJZOqUSui"
        "pD+qGKuuq2WjhSmeKkElGKAOKBkkXyjGKA0oPy2iqlifbp0tp1eqGisep7AndyzaKs8rI6hqLdOomigkq+IrTyfAKP6pc63mql4mGinaqgas"
        "mqs3o1eqQ6E3Iogsa6X6otWqTiixqlEpTqA3LKaoNySdLOgp7Kcrp0+q4qrep9Wp9KmIKB4pfqToos8oL6hZq1mr1yZAqZwp+CtZKdqTwaYH"
        "KkgosSQ2IcOqcynPqtkptCqGrdeq6ytEpSKkFRsRK/yogSgYK7Gb5SlarzSrFyheK0asJqe6KQ+pXKdnqsqtyKniqJajTCrgKDes2qd1qNco"
        "laxbKz2qx6ZNJoyicp0OKe+q16liqraoSSseKtYtiap5KTcmfZ9MLgAr7CdYKRaoz6R+qkCnqqzLJkEoQ6vVrNqo2SVxLFKnbKbUK34m3SbS"
        "LKkox6EzqD4sxaYnqBgglalGLDKpQC3+JTGdzSzyqHwpyakxrLInqilirYwcZib9JRcn4Cu0K78sA6nJqlUpQipmnxImzabdqzOrZarPpGOr"
        "8CbeJl2rWakhKBQZEinNpfiqKyn6q16YaqgsK7qpuasYJccobqh4KgGoCKt+KDSoWqldKuosKK0EIkQrl6bxKjeof6psKpcpc6wUo3Mp4Siv"
        "LbwrIaPxJNMpVKsgLJIps6t6HkinT6vQqhkqaKt8q8worSzLIvgq"
    ),
)
