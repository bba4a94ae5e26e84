"""Everyday words: those that may stand in any question without changing it, and those that are never a misspelling."""

FILLER = frozenset(
    """
    scheme
    a n oh oops w wat wht hurry urgently urgent believe wise among reckon figured about actually again all already also
    am an and any anyway are around as ask at atm b be been being btw but buddy by can cheers check could cuz
    current currently curious day days dear definitely did do does doing ensure eod exactly find fine folks for from
    fyi further get gets getting give gives go going good got great guys had has have having heard hello help here
    hey hi hiya how howdy i i'd i'm idea if im in into is it its it's just kindly know let let's lets like lol look
    looking love make many maybe me mean mind moment morning much my need nice now of off ok okay on one or our ours
    out partner partners pal per perhaps please pls plz plus possible possibly presently pretty program programs q
    question quick quickly quite r re really regarding remind right rn say see seems shall should show so some
    something sorry stand still stuff sure team tell ten terms than thank thanks that thats that's the their them
    then there these they they're thing this those though through thx to today together too u uh uhm um until up ur
    us very via want wanna was we well were what whats what's when where where's which while who whole whos who's
    whose why will wish with within wonder wondering would wow y yeah yes yet yo you your yours afternoon evening
    everyone guess hope hoping doubt bit far hmm hm okey pleas ta ty tia asap anybody anyone somebody someone happen
    happens ahead basically honestly literally specifically namely kinda sorta dunno gimme lemme gonna gotta wanting
    wants asking asked wanted needed knowing telling meeting call vs isn't aren't arent isnt hasn't hasnt doesn't
    doesnt did'nt company account firm client vendor side our's correct true huh yep nope cool awesome perfect
    brilliant team's boss thing's stuff's between during over under at's have's be's own sort kind type update info
    information details detail questions smth sth meant answer list exact precise precisely
    """.split()
)
"""May stand in any question."""

TURNS = frozenset(
    """
    not no never none nor neither cannot can't cant don't dont didn't didnt won't wont wouldn't wouldnt isn't isnt
    aren't arent wasn't wasnt weren't werent hasn't hasnt haven't havent doesn't doesnt unless without except
    excluding exclude besides apart other others best top worst highest lowest most least biggest largest smallest
    bottom fewest average mean median rank ranked ranking ranks sort sorted ordered fastest slowest growing
    shrinking versus than why should forecast predict prediction trend growth grow grew increase increased decrease
    decreased percent percentage ratio either or every each only instead greater fewer above below exceed exceeds
    exceeding beyond delete remove cancel change update set edit
    """.split()
)
"""Change what is asked: where no phrase explains one, nothing is answered. None of them is a name."""

TIME = frozenset(
    """
    january february march april may june july august september october november december jan feb mar apr jun jul
    aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday quarter quarters quarterly
    month months monthly week weeks weekly year years yearly annual half halves last previous prior past this next
    coming current since until till before after between from through during ytd qtd mtd ttm ltm trailing rolling
    today yesterday tomorrow date begin beginning start end ending calendar fiscal first second third fourth twelve
    recent days day upcoming
    """.split()
)
"""Words of days and periods."""

CALENDAR = TIME - frozenset(
    """
    since until till before after between from through date begin beginning start end ending first second third
    fourth twelve recent days day upcoming current coming
    """.split()
)
"""Words that stand for a period: one that is in no period that was found was not understood."""

ORDINARY = frozenset(
    """
    able across act action add added address afford age agree agreed air allow almost alone along alright although
    always amazing among amount annoying apply appreciate area arrange arrive asap attach attached available away
    awful baby back bad ball bank bar base based bass bed beer before began begin behind believe better big bill
    birthday black blue board body book booked booking boring born both bought box boy break bring brought brown
    build built bus busy button buy cake came camera car card care carry case cat catch cause center certain chair
    chance channel cheap child children choose city class clean clear client close coffee cold color come comes
    coming common complete computer concert consider contact continue cook cool corner cost couple course cover
    crazy cup customer customers cut dance dark date dead deep deliver depend desk detail different difficult dinner
    discuss dog done door down draw dream dress drink drive drop dry due early earth east easy eat edge effect email
    empty english enjoy enough entire especially even evening ever everybody everything exam example explain eye
    face fact fair fall family famous fast father favorite fear feel felt few field fight figure file final finally
    fire fish five fix flight floor flower fly follow food foot football force forget form found four free french
    fresh friday friend front fruit full fun funny future game garden gave general german gift girl given glad glass
    god gone green ground group guy hair hand hands happened happy hard head health hear heart heavy held high hit
    hold holiday home hospital hot hotel hour house human hungry idea ignore important include inside interesting
    internet issue italian job join joke joined keep kept key kitchen knew known lake land language laptop large
    late later laugh law lay lead learn leave left less letter level library life light line little live local
    london long longer lose lot loud lower luck lucky lunch machine made mail main man map mark market match matter
    meal meaning meant meat media meet memory men menu message met middle might milk mind minute miss mobile model
    modern money monkey mood moon morning most mother mountain mouse mouth move movie music name names national
    natural near necessary neck network new news newspaper night nine noise north note nothing notice number numbers
    office often oil old once online open opinion orange order outside owner page paid pain pair paper parent park
    part party pass password past pay peace pen people perfect person phone photo picture piece pilot pizza place
    plan plane plant play please plenty poem point policy poor population position post power present president
    press price print probably problem process produce project proper provide public pull purpose push put quality
    quarter queen quiet radio rain ran raise reach read ready real reason receive recipe recommend red remember
    remove rent repeat reply report rest restaurant result return rich ride ring rise river road rock room round
    rule run safe said sail salt same sand sat save saw school science score screen sea season seat seen self sell
    send sense sent serious serve service seven several shape share she ship shirt shoe shop short shoulder shut
    sick sign simple since sing single sister sit six size skin sky sleep slow small smart smell smile snow social
    soft software solve song soon sound soup south space spanish speak special spell spend spoke sport spring square
    stage star start state station stay steal step stock stone stop store story straight strange street strong
    student study stupid style subject suddenly sugar suggest summer sun sunday support suppose surface surprise
    sweet swim system table take taken taking talk tall taste taxi tea teach teacher tennis test text theater theirs
    thick thin think third thought thousand three throw ticket tie time times tired title told tomorrow tonight took
    top total touch tour toward town track train translate travel tree trip trouble truck true trust truth try
    trying turn twelve twice two uncle understand unit university use used useful user using usual vacation value
    view village visit voice wait walk wall war warm wash watch water wave weak wear weather website weekend weight
    west wheel white wide wife wild win wind window wine winter woman women wonderful wood word words work worker
    world worry worse write writing wrong wrote yard yellow yesterday young zero zoo capital country
    """.split()
)
"""Ordinary English: in no phrase of ours, and yet no misspelled name."""
