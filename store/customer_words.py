"""The words by which customers are told apart, as data: legal forms by country, everyday words, shared web hosts."""

from typing import Final

LEGAL_FORMS: Final[dict[str, tuple[str, ...]]] = {
    "Argentina": ("sa", "srl", "sas"),
    "Australia": ("pty", "pty ltd", "ltd", "proprietary limited"),
    "Austria": ("gmbh", "gesmbh", "ag", "kg", "og", "eu"),
    "Belgium": ("nv", "bv", "bvba", "sa", "sprl", "srl", "cvba"),
    "Brazil": ("ltda", "sa", "eireli", "limitada"),
    "Bulgaria": ("ad", "ead", "ood", "eood"),
    "Canada": ("inc", "ltd", "ltee", "corp", "ulc"),
    "Chile": ("spa", "sa", "ltda"),
    "China": ("co ltd", "有限公司", "股份有限公司", "有限责任公司"),
    "Croatia": ("doo", "dd"),
    "Czechia": ("sro", "as", "spol sro", "spol s ro"),
    "Denmark": ("aps", "as", "ks", "ps"),
    "Estonia": ("ou", "as"),
    "Finland": ("oy", "oyj", "oy ab", "ab"),
    "France": ("sa", "sas", "sasu", "sarl", "eurl", "snc", "sci", "scop", "societe anonyme"),
    "Germany": ("gmbh", "ag", "kg", "ohg", "ug", "kgaa", "gbr", "ev", "eg", "mbh", "ug haftungsbeschrankt"),
    "Greece": ("ae", "epe", "ike"),
    "Hong Kong": ("ltd", "limited", "有限公司"),
    "Hungary": ("kft", "zrt", "nyrt", "bt"),
    "India": ("pvt", "pvt ltd", "private limited", "ltd", "llp"),
    "Indonesia": ("tbk", "pt"),
    "Ireland": ("ltd", "limited", "plc", "dac", "clg", "uc"),
    "Israel": ("ltd", "בעמ"),
    "Italy": ("spa", "srl", "srls", "sapa", "snc", "sas"),
    "Japan": ("kk", "gk", "kabushiki kaisha", "godo kaisha", "株式会社", "合同会社", "有限会社", "株", "co ltd"),
    "Korea": ("co ltd", "주식회사", "유한회사", "주"),
    "Latvia": ("sia", "as"),
    "Lithuania": ("uab", "ab"),
    "Luxembourg": ("sa", "sarl", "scs"),
    "Malaysia": ("sdn bhd", "bhd"),
    "Mexico": ("sa", "sa de cv", "s de rl", "s de rl de cv", "sapi de cv", "sab de cv", "sc"),
    "Netherlands": ("bv", "nv", "vof", "cv"),
    "New Zealand": ("ltd", "limited"),
    "Norway": ("as", "asa", "ans"),
    "Poland": ("sa", "sp zoo", "sp z oo", "spolka z oo", "spolka akcyjna", "sp k"),
    "Portugal": ("sa", "lda", "limitada"),
    "Romania": ("srl", "sa"),
    "Russia": ("ooo", "oao", "zao", "pao", "ao", "ооо", "оао", "зао", "пао", "ао"),
    "Serbia": ("doo", "ad"),
    "Singapore": ("pte", "pte ltd", "private limited"),
    "Slovakia": ("sro", "as"),
    "Slovenia": ("doo", "dd"),
    "South Africa": ("pty", "pty ltd", "rf", "npc", "soc"),
    "Spain": ("sa", "sl", "slu", "slne", "sau", "sociedad anonima", "sociedad limitada"),
    "Sweden": ("ab", "hb", "kb", "aktiebolag"),
    "Switzerland": ("ag", "gmbh", "sa", "sarl", "sagl"),
    "Taiwan": ("co ltd", "有限公司", "股份有限公司"),
    "Thailand": ("pcl", "public company limited", "co ltd"),
    "Turkey": ("as", "ltd sti", "anonim sirketi"),
    "Ukraine": ("тов", "llc", "тзов"),
    "United Arab Emirates": ("llc", "fze", "fzco", "fz llc", "pjsc", "dmcc"),
    "United Kingdom": ("ltd", "limited", "plc", "llp", "lp", "cic", "public limited company"),
    "United States": (
        *("inc", "incorporated", "corp", "corporation", "co", "company", "llc", "llp", "lp", "pllc", "pc", "ltd"),
        *("limited", "limited liability company", "pbc", "lc"),
    ),
    "Vietnam": ("jsc", "co ltd", "cong ty tnhh", "cong ty co phan"),
    "European Union": ("se", "sce", "eeig", "societas europaea"),
}
"""By country, in normal form. All of them are dropped from every name: where a customer sits is often not where it was
founded."""
GLUED: Final = (
    *("株式会社", "合同会社", "有限会社", "股份有限公司", "有限责任公司", "有限公司", "주식회사", "유한회사"),
)
"""Legal forms that are written without a space before or after the name."""
BEFORE: Final = frozenset(
    {"the", "ooo", "oao", "zao", "pao", "ооо", "оао", "зао", "пао", "ао", "ao", "тов", "pt", "株"}
)
"""What may stand before a name and is no part of it."""
COMMON: Final = frozenset(
    """
    administration advisors agency alliance america american and asia associates association authority
    automotive bank banking board brands building business capital care center central city clinic clinics cloud club
    college commerce commercial communications community companies computer concepts construction consulting
    consultants consumer corporate council county data de del department design development digital direct dynamics
    east eastern education electric electronics energy engineering enterprise enterprises entertainment equipment
    europe european express federal finance financial first food foods foundation free fund gas general global
    government green group groupe gruppe grupo health healthcare holding holdings home hospital hotel hotels
    independent industrial industries information infrastructure innovation institute insurance international
    investment investments it labs laboratories la le life logistics los management manufacturing maritime market
    marketing markets materials media medical metro mobile motors municipal mutual national natural network networks
    new north northern of office oil online partners pharma pharmaceuticals plus power premier premium pro products
    professional properties public real regional research resources restaurants retail royal safety sales school
    schools science sciences security service services shipping shop social society software solution solutions south
    southern space sports standard state store stores studio studios supply systems tech technical technologies
    technology telecom the trade trading training transport travel trust union united university utilities ventures
    water web west western wholesale world worldwide für und van von y e et i da do di
    """.split()
)
"""Words that many companies share: sharing them tells nothing. A name of them alone is compared as a whole."""
MAIL_PROVIDERS: Final = frozenset(
    """
    126.com 139.com 163.com aol.com att.net bigpond.com bk.ru bluewin.ch bol.com.br btinternet.com comcast.net
    cox.net daum.net docomo.ne.jp duck.com fastmail.com free.fr freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de
    gmx.net googlemail.com hanmail.net hey.com hotmail.co.uk hotmail.com hotmail.de hotmail.es hotmail.fr hotmail.it
    icloud.com inbox.ru laposte.net libero.it list.ru live.com mac.com mail.com mail.ru mailbox.org me.com msn.com
    naver.com o2.pl optusnet.com.au orange.fr outlook.com outlook.de outlook.fr pm.me posteo.de proton.me
    protonmail.com qq.com rambler.ru rediffmail.com rocketmail.com sapo.pt sbcglobal.net seznam.cz sfr.fr shaw.ca
    sina.com sky.com t-online.de telenet.be terra.com.br tuta.com tutanota.com uol.com.br verizon.net virgilio.it
    wanadoo.fr web.de wp.pl yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.au yahoo.com.br yahoo.de
    yahoo.es yahoo.fr yahoo.it yandex.com yandex.ru ymail.com ziggo.nl zoho.com
    """.split()
)
"""Mail for everybody: an address there says nothing about an employer."""
SHARED_HOSTS: Final[dict[str, frozenset[str]]] = {
    "sites that anybody makes": frozenset(
        """
        about.me bigcartel.com godaddysites.com google.com jimdo.com jimdosite.com medium.com notion.so
        squarespace.com strikingly.com substack.com tumblr.com typepad.com webnode.com weebly.com wix.com
        wordpress.com
        """.split()
    ),
    "offices of many companies": frozenset(
        "atlassian.net dropbox.com office.com onmicrosoft.com sharepoint.com slack.com zendesk.com zoom.us".split()
    ),
    "code and cloud machines": frozenset("amazonaws.com azure.com bitbucket.org github.com gitlab.com".split()),
    "pages of profiles and shops": frozenset(
        """
        alibaba.com amazon.com crunchbase.com ebay.com etsy.com facebook.com instagram.com linkedin.com linktr.ee
        t.me tiktok.com twitter.com wikipedia.org x.com xing.com youtube.com
        """.split()
    ),
    "short links": frozenset("bit.ly goo.gl t.co tinyurl.com".split()),
}
"""Registrable domains under which unrelated companies have pages, with the reason; a company that owns one of them is
found by its name. Endings that their owner lets out (github.io, blogspot.com, myshopify.com, …) come from the public
suffix list."""
SOLD_LIKE_COUNTRIES: Final = frozenset(
    """
    ae.org br.com cn.com co.com co.nl co.no de.com eu.com gb.net gr.com hu.net in.net jp.net jpn.com mex.com ru.com
    sa.com se.net uk.com uk.net us.com us.org za.bz za.com
    """.split()
)
"""Let-out endings under which companies register names of their own, as under a country's."""
LOOKALIKES: Final = str.maketrans(
    "авеікмнорсѕтухјԁһӏԛԝαβεικνορτυχγ",
    "abeikmhopcstyxjdhlqwabeikvoptuxy",
)
"""Letters of other alphabets that look Latin, for words that have no others or mix alphabets."""
UNMARKED: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "n", "ŧ": "t"}
)
"""Letters with a stroke or joined, which have no accent to take off."""
