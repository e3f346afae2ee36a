"""Words that nearly every passage has, and that mean little: not asked for beside others, always part of a phrase. As `folding.plain` writes them."""

_FRENCH = """
    a ai aie ait as au aussi aux avait avec avez avoir avons c ca car ce ceci cela ces cet cette ceux ci comme d dans de des donc
    du elle elles en es est et etaient etait etes etre eu eux ils il j je l la le les leur leurs lui m ma mais
    me meme mes moi mon n ne ni nos notre nous on ont ou par pour qu que qui s sa se sera ses si soit son sont t ta te tes
    toi ton tu un une vos votre vous y
"""
_ENGLISH = """
    a an and are as at be been but by did do does for from had has have he her his i if in into is it its me my no not of on or
    our she so than that the their them then there these they this those to us was we were which who will with would you your
"""

STOP_WORDS = frozenset(f"{_FRENCH} {_ENGLISH}".split())
"""French and English together: a question does not say in which language it was asked."""
