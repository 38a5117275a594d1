"""Phrases in German: see `bot.answering.phrases`."""

SMALL_WORDS = """
    ich du er sie es wir ihr mich mir dich dir uns euch ihnen mein meine meinen meiner meinem
    dein deine euer eure ihre ihren ihrer ihrem der die das den dem des ein eine einen einem
    einer eines kein keine keinen und oder aber nicht ist sind bin bist war wird werden wurde
    hat habe haben habt kann können könnt darf dürfen muss müssen soll will wollt wer was wie wo
    wann warum wieso wen welche welcher welches welchen wieviel mit ohne für von vom zu zum zur
    bei beim auf aus nach über um an am im in ins als auch nur noch schon mal so ob wenn dass
    bitte danke hallo guten tag morgen moin tschüss servus grüezi daten wegen man adresse
"""

PHRASES = {
    "data_protection": """
        datenschutzbeauftragten, datenschutzbeauftragte, datenschutzbeauftragter,
        verantwortlichen für, verantwortlicher, zuständig, zuständige, zuständigen,
        datenschutz, betroffene/betroffenen person, betroffener, natürliche/natürlichen
        person, datenschutzberater, datenschutzberaterin
    """,
    "staff": """
        mensch, menschen, mitarbeiter, mitarbeiterin, berater, beraterin, agent, agenten,
        kundenberater, kundenberaterin, ansprechpartner, ansprechpartnerin, person,
        kundendienst, kundenservice, kundenbetreuer, kundenbetreuung, kundensupport, live
        chat, livechat, sachbearbeiter, sachbearbeiterin, support mitarbeiter,
        servicemitarbeiter, einem/einen/ein/einer/eine verantwortlichen, einem/einen
        kollegen, einer/eine kollegin, wen echtes, einem/einen vorgesetzten, hotline,
        telefonzentrale, callcenter, menschliche/menschlichen/menschlicher stimme,
        einem/einen/eine ihrer/eurer kollegen/mitarbeiter/kolleginnen,
        verkäufer, verkäuferin
    """,
    "someone": """
        jemand, jemanden, jemandem, irgendjemand, irgendjemanden, irgendjemandem, irgendwer,
        irgendwem, einem/einen/einer/eine ihrer/eurer, jmd, jmdn, jmdm, jmnd
    """,
    "team": """
        team, support, leuten, leute, mitarbeitern, beratern, personal, service,
        vorgesetzten, chef, kollegen, leitung, geschäftsleitung, rezeption, sekretariat,
        vorgesetzter, chefin,
        geschäftsstelle, kundenberatung,
        vertrieb, verkauf, leserservice, mitgliederservice, kundenabteilung
    """,
    "anyone_there": """
        ist da jemand, ist hier jemand, jemand da, ist jemand da, jemand hier, ist hier ein
        mensch, gibt es hier menschen, ist da ein mensch, ist jemand hier,
        gibts da auch echte leute/menschen, gibt's hier echte leute/menschen,
        gibt es hier echte leute/menschen
    """,
    "connect": """
        verbinden sie mich, verbinde mich, verbindet mich, verbindung, stellen sie mich
        durch, stell mich durch, mich verbinden, mich durchstellen, durchgestellt,
        verbunden, weitergeleitet, leiten sie mich, leite mich, mich weiterleiten, holen sie
        mir, hol mir, holt mir, geben sie mir, gib mir, gebt mir, mich durchzustellen, mich
        zu verbinden, mich bitte verbinden, mich bitte durchstellen, mich mit, stellen sie
        mich bitte, verbinden sie mich bitte, schicken sie mir, übergeben sie, verbinden
        mit, weiterleiten an,
        geben sie mich an, gib mich an
    """,
    "call_back": """
        rufen sie mich an, rufen sie mich zurück, ruf mich an, ruft mich an, rufen sie mich,
        mich zurückrufen, mich anrufen, zurückrufen, rückruf, zurückgerufen, angerufen
        werden, mich zurückruft, anrufen, sich bei mir melden, melden sie sich bei mir, sich
        jemand bei mir melden, mich jemand anrufen/zurückrufen, mich kontaktieren, um
        rückruf, bitte um rückruf, um einen rückruf
    """,
    "who_are_you": """
        wer bist du, wer sind sie, wie heißt du, wie heissen sie, was bist du, wie ist dein
        name, was kannst du, was können sie, was kannst du alles, mit wem spreche ich, mit
        wem rede ich, mit wem schreibe ich, wer seid ihr, hast du einen namen, wer ist da,
        wofür bist du da, wie kannst du mir helfen, wie alt bist du, wie soll ich dich
        nennen, hast du gefühle, wer hat dich gebaut, wer hat dich programmiert, wie heißt
        du denn, wer bist du denn, haben sie einen namen,
        wer bisst du, kannst du deutsch,
        sprichst du deutsch/schwäbisch/französisch/englisch
    """,
    "how_are_you": """
        wie geht's, wie geht es, wie geht es dir, wie geht es ihnen, wie gehts dir, wie
        geht's dir, wie geht's ihnen, was geht, alles klar, alles gut, wie läufts, wie
        läuft's, was geht ab, na du, wie geht's euch, gehts gut, gehts dir gut, alles klar
        bei dir, alles gut bei dir, und dir, und selbst, und ihnen, alles klar bei ihnen,
        alles gut bei ihnen, wi gets, wie gets, wie gehz,
        alles fit bei dir, geht es dir gut, geht es dir heute gut,
        es geht ihnen gut
    """,
    "nice_day": """
        schönen/schöner/schoenen tag/abend/feierabend/nachmittag/sonntag, schönes/schoenes
        wochenende, einen schönen tag, einen schönen abend, schönen tag noch, schönen abend
        noch, alles gute, gute zeit, frohe weihnachten
    """,
    "goodbye": """
        tschüss, tschau, ciao, auf wiedersehen, wiedersehen, bis bald, bis dann, bis später,
        bis morgen, gute nacht, auf wiederhören, tschö, servus bis bald, mach's gut, mit
        freundlichen grüßen, viele grüße, liebe grüße, lg, mfg, ade, wiederschauen, auf
        wiederschauen, uf wiederluege, tschüssi, tschüssle, tschau tschau, bis demnächst,
        ciao ciao
    """,
    "you_are": """
        bist du, sind sie, du bist, seid ihr, spreche ich, rede ich, chatte ich, schreibe
        ich, ist das, sie sind, bin ich, das ist, is das, biste, du bist kein, du bist
        keine, sie sind kein, bist du kein, bist du nicht, sind sie kein, rede ich gerade,
        rede ich hier, schreibe ich gerade, chatte ich gerade, spreche ich gerade, spreche
        ich hier, schreibe ich hier
    """,
    "fed_up": "genug von, satt, die nase voll, schnauze voll, es reicht, schluss mit, reicht es",
    "no": """
        nicht, nich, nix, kein, keine, keinen, keinem, keiner, nein, nie, nicht mehr, keine
        lust, schluss, stop, stopp, statt, anstatt, mag nicht, will nicht, weigere mich,
        keinesfalls, auf keinen fall, ohne
    """,
    "want": """
        ich will, ich möchte, ich moechte, ich brauche, ich würde, ich wuerde, ich hätte,
        ich haette, ich wünsche, ich verlange, ich bevorzuge, ich muss, ich suche, lassen
        sie mich, lass mich, lasst mich, will, möchte, brauche, wir möchten, wir wollen,
        würde gern, würde gerne, hätte gern, hätte gerne, ich bräuchte, will jetzt, brauch,
        ich brauch, ich bitte um, kann ich bekommen, ich würde gern/gerne, ich würde lieber,
        ich möchte gern/gerne/lieber/bitte, ich hätte gern/gerne/lieber, ich bevorzuge es,
        ich wünsche mir, möcht, ich mag, ich wollte
    """,
    "can": """
        kann ich, könnte ich, koennte ich, darf ich, dürfte ich, können sie, könnten sie,
        koennten sie, könnt ihr, kannst du, könntest du, könntet ihr, würden sie, gibt es,
        gibts, gibt es eine möglichkeit, ist es möglich, wäre es möglich, möglich, kann mir,
        kann mich, könnte mich, könnte mir, ich kann, kann, könnte, besteht die möglichkeit,
        ob ich, ist hier, ist da, kan ich, kann isch, könt ich
    """,
    "can_one": "kann man, könnte man, man kann",
    "how": "wie, wie kann, was muss ich tun, wie komme ich",
    "what": "was, welche, welcher, welches, wann, wieviel, wo, wem, wessen",
    "if": """
        wenn, falls, ob, sobald, bevor, nachdem, während, weil, als, bis, muss ich, muss
        man, soll ich
    """,
    "polite": """
        bitte, bitteschön, biete, entschuldigung, entschuldigen sie, verzeihung, dringend,
        wenn möglich, wenn es geht, bidde, herr, frau, danke im voraus, falls möglich
    """,
    "greeting": """
        hallo, halo, hallöchen, guten tag, guten morgen, guten abend, guten moin, moin, moin
        moin, servus, grüezi, grüß gott, gruezi mitenand, hi, hey, tag, tach, grüß dich,
        mahlzeit, schönen guten tag, schönen guten morgen, schönen guten abend, sali, hoi,
        na, moinsen, gutn tag, abend, gruezi miteinander, freut mich, grüße, grüß euch,
        hallöchn, hallöle,
        hallöchen, hallöchn, huhu
    """,
    "thanks": """
        danke, dankeschön, vielen dank, dank, merci, thx, danken, dankbar, bedanke,
        dankschön, herzlichen dank, besten dank, danke schön, dankesehr, danke sehr,
        dankend, thanks, dangge, merci vilmal, thank you
    """,
    "talk": """
        sprechen, reden, chatten, telefonieren, unterhalten, plaudern, kommunizieren,
        sprechn, spreche, rede, schnacken, ein gespräch, quatschen, mich an, gespräch mit,
        ins gespräch kommen, ein wort wechseln, austauschen, zu sprechen, zu reden, spricht,
        mit mir spricht, redet, sprächen, besprechen, am apparat, am telefon haben, an der
        strippe
    """,
    "write": "schreiben, tippen, schreib, chatte",
    "reach": "erreichen, kontaktieren, kontakt aufnehmen, komme ich an",
    "help": """
        helfen, hilft, hilfe, antwortet, antworten, weiterhelfen, kümmert, zuhört, versteht,
        helft, übernehmen, übernimmt, kümmern, sich kümmern, weiterhilft, bei mir melden,
        sich bei mir meldet, meldet
    """,
    "bot": """
        bot, bots, roboter, maschine, maschinen, computer, chatbot, ki, automat, programm,
        automatische antworten, automaten, robotter, künstliche intelligenz, assistent
    """,
    "real": """
        echte, echter, echten, echtem, echtes, richtigen, richtige, richtiger, wirklichen,
        wirkliche, lebenden, lebendigen, aus fleisch und blut, persönlich, telefonisch,
        reale, realen, realer, menschliche, menschlichen, menschlicher, leibhaftigen, am
        telefon, aus fleisch
    """,
    "time": "heute, morgen, jetzt, sofort, gleich, bald, später, schnell, umgehend, nachmittag",
    "to": "der, die, das, dass, um, zu, damit, über",
    "for": "für, fuer",
    "with": "mit",
    "article": """
        den, dem, des, ein, eine, einen, einem, einer, eines, nen, ner, nem, ne, n, mein,
        meine, meinen, meinem, ihr, ihre, ihren, ihrem, ihrer, eure, euer, euren, eurem,
        eurer, dein, deine
    """,
    "remark": """
        ok, okay, oke, ja, jo, jep, klar, super, toll, gut, prima, perfekt, klasse, spitze,
        cool, verstanden, verstehe, aha, ach so, lol, haha, hihi, test, nett, nette, netter,
        lustig, schlau, hilfreich, nützlich, höflich, deutlich, verständlich, freundlich,
        freundliche, nutzlos, blöd, dumm, doof, schlecht, mist, schwachsinn, ich habe eine
        frage, eine frage, hab ne frage, bist du da, sind sie da, genial, ausgezeichnet,
        einverstanden, stimmt, geholfen, passt, nichts, egal, hm, ah, oh, intelligent, süß,
        witzig, wunderbar, großartig, sehr gut, geil, krass, fantastisch, hervorragend,
        brillant, fabelhaft, top, richtig, genau, korrekt, reizend, charmant, niedlich,
        klug, clever, freundlicher, lustiger, netten, netter kerl, gut gemacht, gute arbeit,
        nicht schlecht, kein problem, macht nichts, das war's, das war alles, mehr nicht,
        danke der nachfrage, alles verstanden, schrecklich, langsam, langweilig,
        unbrauchbar, nervig, schlafst du, ich liebe dich, angenehm, sehr angenehm, ein
        vergnügen, testnachricht, nur ein test, weiß bescheid, alles bestens, läuft, mega,
        hammer, ein schatz, ein engel, aufschlussreich, informativ, verständliche, klarer,
        echt, fit, alles fit, gar nicht schlecht, einfach, kompliziert, witzige,
        dann weiß ich bescheid, na gut
    """,
    "small": """
        von, aus, in, im, an, am, bei, vom, zum, zur, und, oder, auch, mal, gern, gerne,
        endlich, doch, mir, mich, ich, sie, hier, direkt, lieber, nur, eigentlich, denn,
        wieder, anderen, anderer, so, sondern, es, uns, eben, kompetenten, verfügbar, frei,
        erreichbar
    """,
    "all_of_you": """
        zusammen, allerseits, alle, an alle, miteinander, mitenand, liebes team, dir auch,
        ihnen auch, euch auch, euch allen, da, du, ans team, an das team, alter, digga,
        kumpel
    """,
    "given": "auskunft, info, infos, information, informationen, erklärung, aufklärung, beratung",
    "filler": """
        sehr, vielmals, viel, viele, vielen, antwort, mühe, zeit, geduld, unterstützung,
        war, ist, hat, habe, hast, haben, hab, dir, ihnen, euch, wirklich, ganz, schon,
        weiter, weitergeholfen, beantwortet, frage, fragen, alles, dann, noch, freundlichen,
        schnelle, rasche, ausführliche, klare, liebe, für einen, herzlichen, herzlich,
        besten, tausend, erledigt, unglaublich, außerordentlich, recht, ziemlich, besonders,
        immer, schönen, guten, angenehmen, wünsche, wünsch, wünschen, ihnen noch, dir noch,
        bemühungen, rückmeldung, gespräch, bin, bist, sind, seid, waren, wäre, hätte, wird,
        werde, können, konnten, konntest, gemacht, getan, gegeben, erklärt, geklärt,
        gerettet, nun, mir sehr, uns sehr, woche, wochenende, rest, gruß, grüßen, gar,
        gerade, kerl
    """,
}
