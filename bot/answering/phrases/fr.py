"""Phrases in French: see `bot.answering.phrases`."""

SMALL_WORDS = """
    je j me m te t se s a as tu il elle on nous vous ils elles le la les l un une des du de d au
    aux et ou où mais donc est c ce cet cette ces mon ma mes ton ta tes son sa ses notre nos
    votre vos leur leurs qui que qu quoi quel quelle quels quelles comment combien pourquoi pk
    quand dans sur avec sans pour pr par chez pas plus rien jamais ne n si ya cb til vs ki ke
    koi jai jveux ai avez avoir être êtes suis sont fait faire peut peux pouvez puis ça quelqu
    personne moi toi lui bonjour bjr salut slt coucou merci mrc bonsoir svp données compte durée
    conservation droit adresse nom délai politique pays tarif prix météo recette oui toujours
    aussi encore y en demain
"""

PHRASES = {
    "data_protection": """
        délégué, déléguée, dpo, dpd, responsable du/de/des traitement/traitements,
        responsable de la protection, responsable des données, chargé/chargée de la
        protection, en charge de la protection, chargé/chargée des données, en charge des
        données, personne physique/concernée
    """,
    "staff": """
        conseiller, conseillère, téléconseiller, agent, agente, opérateur, opératrice,
        interlocuteur, interlocutrice, humain, être humain, standardiste, une autre? vraie?
        personne, vraie personne, vrais gens, vrai gens, personne réelle/humaine, un/une
        responsable, votre responsable, un/une employé/employée, un/une
        technicien/technicienne, un/une collaborateur/collaboratrice, chat en direct, un
        membre de/du, aide/assistance/support/contact/interlocuteur humain/humaine,
        service/services client/clients/clientèle, le support, le standard, voix humaine,
        âme qui vive, un/une collègue, votre collègue, quelqu'un de compétent, une voix,
        conseillé, un/une salarié/salariée, un/une avocat/avocate, un/une juriste, un/une
        libraire, un/une vendeur/vendeuse, votre service juridique/commercial/technique
    """,
    "someone": """
        quelqu'un, qqn, qqun, qq'un, qq1, kelkun, kelk'un, un/une de vos, l'un/l'une de vos,
        n'importe qui
    """,
    "team": """
        équipe, équipes, conseillers, conseillères, agents, opérateurs, humains,
        responsable, technicien, collaborateurs, collaborateur, employés, gestionnaire,
        support, assistance, gens, un/une de chez vous, employé, employée, collègue,
        collègues, supérieur, superviseur, superviseuse, chef, directeur, directrice,
        patron, patronne, secrétaire, secrétariat, direction
    """,
    "anyone_there": """
        y a quelqu'un, ya quelqu'un, y a qqn, ya qqn, il y a quelqu'un, il y a qqn, y a t il
        quelqu'un, y a t il un humain, quelqu'un est là, quelqu'un pour m'aider, il y a un
        humain, y a un humain, ya un humain,
        ya un humain derrière, y a un humain derrière, ya quelqu'un de vrai,
        y a quelqu'un de vrai
    """,
    "connect": """
        passez/passe/passer/passé moi, transférez/transfère/transférer moi,
        mettez/mets/mettre moi en relation/contact/lien/communication, me mettre en
        relation/contact/lien/communication, mis/mise en
        relation/contact/lien/communication, me passer, me transférer, redirigez moi, me
        rediriger, orientez moi, m'orienter vers, branchez moi, connectez moi, transférer
        à/vers, transfert vers, connecter à
    """,
    "call_back": """
        rappelez/rappelle/appelez/appelle/recontactez/téléphonez moi, me
        rappeler/rappelle/téléphoner/recontacter/joindre, m'appeler, être
        rappelé/rappelée/recontacté/recontactée/appelé/appelée, me passer un coup de fil, me
        donner un coup de fil, un rappel téléphonique, reprendre contact avec moi, qu'on me
        rappelle, on me rappelle, demande de rappel, rappel téléphonique, un rappel svp
    """,
    "who_are_you": """
        qui es tu, t'es qui, tu es qui, t ki, qui êtes vous, vous êtes qui, comment tu
        t'appelles, comment t'appelles tu, comment vous appelez vous, tu t'appelles comment,
        quel est ton nom, c'est quoi ton nom, que sais tu faire, que peux tu faire, tu sais
        faire quoi, tu peux faire quoi, à quoi tu sers, à quoi sers tu, que pouvez vous
        faire, à qui je parle, à qui ai je affaire, avec qui je parle, qui me parle, qui me
        répond, vous êtes là pour quoi, qui est là, comment vous vous appelez, avez vous un
        nom, tu as un nom, tu as un prénom, as tu un nom, as tu un prénom, t'as un nom, t'as
        un prénom, quel âge as tu, tu as quel âge, qui t'a créé, qui t'a programmé, tu dors
        parfois, tu t'appelles
    """,
    "how_are_you": """
        ça va, sa va, ca va bien, comment ça va, comment sa va, comment allez vous, comment
        vas tu, comment tu vas, tu vas bien, vous allez bien, allez vous bien, vas tu bien,
        quoi de neuf, la forme, ça roule, ça gaze, comment va, sava, cava, ça va toi, sa va
        toi, et toi, et vous
    """,
    "nice_day": """
        bonne/belle/excellente/agréable journée/soirée/semaine/continuation/fin/année,
        bon/excellent week end/weekend/après midi/courage, bonne fin de
        journée/soirée/semaine
    """,
    "goodbye": """
        au revoir, aurevoir, à bientôt, bye, bye bye, ciao, tchao, adieu, à plus, à plus
        tard, à la prochaine, salut à bientôt, à demain, bonne nuit, à tantôt, veuillez
        recevoir mes salutations distinguées, mes salutations distinguées, salutations
        distinguées, recevez mes salutations, allez salut, je vous laisse, je te laisse, à
        une prochaine, à très bientôt, à très vite
    """,
    "you_are": """
        es tu, êtes vous, tu es, tu est, t un, t une, c un, c une, t'es, vous êtes,
        est ce que tu es, est ce que vous êtes,
        suis je en train de, est ce que je parle, je parle, c'est, parle je, suis je, je
        discute, vous etes t il, vous n'êtes, tu n'es, t'es pas, tu es pas, n'êtes vous,
        n'es tu, ce n'est pas, c'est pas
    """,
    "fed_up": """
        assez de/d', j'en ai? assez, marre, j'en ai marre, ras le bol, ça suffit, fatigué
        de, lassé de, n'en peux plus
    """,
    "no": """
        pas, plus, ni, aucun, non, nn, je/j ne? veux/voudrais/souhaite pas/plus, je/j ne
        veux/voudrais/souhaite, jveux/jveu pas/plus, stop, arrêtez, arrête, ne, je refuse,
        refuse, sans passer par, aucune envie, pas envie, plus envie, hors de question, n'
    """,
    "want": """
        je/j veux/veut/veu, jveux, jveu, jveut, jvx, jvoudrais, jvoudrai, je/j
        voudrais/voudrai/souhaite/souhaiterais/souhaiterai/désire/désirerais/préfère, je
        préférerais/préférerai/demande/exige/cherche/dois/tiens, j'aimerais, j'aimerai,
        j'ai/j'aurais? besoin, gt besoin, donnez/donne moi, laissez/laisse moi, envoyez moi,
        trouvez moi, puis/pourrais je/j' avoir, je peux/pourrais avoir, peut on avoir, il me
        faut, il faut que je, faut que je, nous souhaitons/voulons/voudrions/aimerions, on
        veut/voudrait, faites venir, appelez moi un, est ce que je peux avoir, ai je droit
        à, j'exige, je tiens à, je veux juste, je voudrais juste, je souhaiterais vivement,
        je voudrais bien, j'aimerais bien, qu'on me, je vous demande, je demande à, je vx,
        filez moi, file moi, refile moi, il me faudrait, je réclame
    """,
    "can": """
        puis je, je peux, jpeux, j'peux, peux je, peu je, je peu, est ce que je
        peux/pourrais, pourrais je, je pourrais, je pourrai, pouvez vous, vous pouvez,
        pourriez vous, peux tu, tu peux, pourrais tu, possible, est il possible, serait il
        possible, c'est possible, moyen, y a t il, ya t il, y aurait il, il y a, ya, avez
        vous, vous avez, auriez vous, avez vous pas, je ne peux pas, savoir si je
        peux/pourrais/puis, quelqu'un peut/pourrait il/elle?, pouvoir, impossible de,
        envisageable, auriez vous l'amabilité, auriez vous la gentillesse
    """,
    "can_one": "peut on, pourrait on, on peut, on peux, on pourrait",
    "how": """
        comment, coment, komment, cmt, comment faire, que dois je faire, que faut il faire,
        qu'est ce qu'il faut faire, comment je fais, comment on fait, que faire
    """,
    "what": "quel, quelle, quels, quelles, combien, quoi, koi",
    "if": """
        si, quand, qd, lorsque, lorsqu', avant, après, sans, dont, pendant, car, pour avoir,
        suite à, en cas, dois je, doit on, faut il, devons nous, est ce que je dois
    """,
    "polite": """
        s'il vous plaît, s'il te plaît, svp, stp, s v p, si possible, si c'est possible, je
        vous prie, je te prie, please, pardon, excusez moi, désolé, désolée, urgent, vite
        svp, madame, monsieur, merci d'avance, sil vous plai, sil vou plai, s'il vous plais,
        sil te plai, sivouplait, silvousplait, siouplait, svpl
    """,
    "greeting": """
        bonjour, bjr, bonsoir, bsr, salut, slt, coucou, cc, hello, hey, yo, wesh,
        salutations, re bonjour, rebonjour, bonjour à tous, enchanté, enchantée, bienvenue,
        bien le bonjour, allo, bonjours, bjour, bonjor, bonjoure, boujour, kikou, mes
        hommages, ça dit quoi, enchanté de vous connaître, enchanté de faire votre
        connaissance, ravi de faire votre connaissance, ravie de faire votre connaissance
    """,
    "thanks": """
        merci, mrc, mci, merki, mercie, mersi, remercie, remercions, remerciements,
        remercier, thx, thanks, mercis, mille mercis, reconnaissant, reconnaissante, merci
        merci, gratitude
    """,
    "talk": """
        parler, parle, discuter, échanger, converser, dialoguer, m'entretenir, s'entretenir,
        causer, tchatter, chatter, tchater, avoir affaire à, communiquer, tomber sur, avoir
        affaire, entendre, être aidé par, être aidée par, être conseillé par, être
        conseillée par, être contacté par, être contactée par, dire un mot à, dire deux mots
        à, expliquer ça à, expliquer cela à, m'adresser à, adresser à, un entretien avec, un
        échange avec, une conversation avec, voir avec, bavarder, correspondre avec, contact
        avec, contact direct avec, un contact avec, dialogue avec, en ligne avec
    """,
    "write": "écrire, taper, répéter, expliquer",
    "reach": """
        joindre, contacter, rejoindre, entrer en contact/relation, prendre contact,
        atteindre, toucher
    """,
    "help": """
        aider, m'aider, aide, aidez, m'aide, aidera, aident, répondre, me répondre, répond,
        répondra, m'expliquer, occuper, s'occuper, s'occupe, écoute, m'écoute, comprend,
        aidez moi, prendre/prenne/prend le relais, intervenir, prendre en charge, vient,
        venir, prenne la suite, me prenne en charge
    """,
    "bot": """
        robot, robots, bot, bots, machine, machines, chatbot, chatbots, automate, ia,
        intelligence artificielle, ordinateur, assistant virtuel, assistant, programme,
        réponses automatiques, réponse automatique, logiciel, algorithme, robo, machin
    """,
    "real": """
        vrai, vraie, vrais, réel, réelle, en chair et en os, de vive voix, vivant, vivante,
        véritable, au téléphone, au bout du fil, pour de vrai, en personne, en direct, vré
    """,
    "time": """
        demain, aujourd'hui, maintenant, immédiatement, tout de suite, rapidement, vite, au
        plus vite, dès que possible, ce matin, ce soir, cet après midi, cette après midi,
        dans la journée, vers, plus tard
    """,
    "to": "qui, ki, que, qu', afin, laquelle, lequel",
    "for": "pour, pr, afin de",
    "article": """
        le, la, les, l', un, une, des, mon, ma, mes, ton, ta, notre, nos, votre, vos, vot,
        ce, cet, cette, ces, du, au, aux
    """,
    "remark": """
        ok, okay, oki, d'accord, dac, dacc, oui, ouais, super, génial, parfait, parfaite,
        top, cool, nickel, excellent, bravo, chapeau, compris, noté, entendu, clair, claire,
        clairs, utile, utiles, efficace, pratique, sympa, sympathique, gentil, gentille,
        intelligent, drôle, poli, malin, fort, lol, mdr, ptdr, haha, test, essai, nul,
        nulle, nuls, inutile, idiot, bête, stupide, tu sers à rien, ne sers à rien, d'acc,
        impressionnant, précieuse, précieux, rassurant, rassuré, rassurée, content,
        contente, ravi, ravie, satisfait, satisfaite, j'ai une question, une question,
        azerty, blabla, j'ai compris, je comprends, très bien, pas mal, ça marche, ça joue,
        je vois, tu es là, vous êtes là, il fait beau, rien, laisse tomber, laissez tomber,
        bof, je t'aime, joyeux noël, ouf, chouette, formidable, magnifique, hum, euh, ah,
        oh, bah, ben, hein, merveilleux, génialissime, impeccable, impec, extra, bluffant,
        bluffé, bluffée, épatant, admirable, exact, exactement, juste, correct, bien vu,
        bien joué, bien dit, agréable, aimable, adorable, marrant, rigolo, fun, mignon,
        rapide, futé, débile, pourri, mauvais, moche, énervant, lent, lente, tu dors jamais,
        j'adore, je kiffe, c'est noté, aucun souci, pas de souci, pas de problème, je
        plaisante, je rigole, quel temps, il fait chaud, il fait froid, on se refait ça, ah
        bon, ah ok, je teste, juste un test, ceci est un test, tu es réel, vous êtes en
        forme, j'espère que vous allez bien, ça me rassure, ça me va, ça ira, c'est tout, ce
        sera tout, rien d'autre, limpide, complet, complète, détaillée, éclairant,
        éclairante, serviable, professionnel, méchant, secours, joyeuses fêtes, bonnes
        fêtes, raconte moi une blague, une blague, tu fais quoi, vous faites quoi, tu fais
        quoi de beau, tu dors, est ce que tu dors, je t'adore, t'es là, t'es où, t ou, c'est
        bon, tu parles français, vous parlez français, re, allez, facile, compliqué,
        difficile,
        ravi/ravie de vous lire
    """,
    "small": """
        à, de, d', avec, avc, en, dans, par, chez, et, ou, donc, alors, mais, bien,
        simplement, directement, vraiment, plutôt, autre, avoir, moi, vous, vs, ici, enfin,
        tout, je, j', me, m', cela, mieux, t, il, y, qualifié, compétent, seulement,
        disponible, dispo, joignable, libre, présent
    """,
    "all_of_you": """
        toi, toi aussi, vous aussi, à vous aussi, à tous, à toutes, tous, tout le monde, à
        tout le monde, toute/à l'équipe, à toute l'équipe, l'équipe, l'assistant, le bot, à
        vous, à toi, les amis, mon ami, messieurs dames, le robot, mec, frère, champion,
        poto, ma poule, ma belle, mon grand, mon pote, bien ou quoi,
        les filles, les gars
    """,
    "given": """
        éclaircissements, explication, explications, informations, information, info, infos,
        renseignement, renseignements, précisions
    """,
    "filler": """
        beaucoup, bcp, infiniment, mille, fois, grand, encore, très, trop, tellement, tout à
        fait, réponse, réponses, votre aide, conseil, conseils, temps, gentillesse,
        patience, c, est, était, été, c'était, êtes, m'a, m'avez, m'as, t'as, avez, as, te,
        tu, ça, sa, va, bon, bonne, belle, aussi, beaucoup plus, moins, toute, toutes,
        comme, quand même, assez, journée, soirée, eh, question, aidée, répondu, réactivité,
        rapidité, service, chère, cher, amis, ami, de rien, tiens, du coup, sincèrement,
        vivement, profondément, fait, plaisir, fut, cordialement, bien à vous, bisous, ou
        bien, parfaitement, énormément, extrêmement, particulièrement, franchement,
        honnêtement, drôlement, presque, déjà, toujours, jamais, coup de main, main,
        éclairage, disponibilité, accueil, échange, discussion, suis, sommes, sont, serai,
        soit, avait, grâce, rendu, rendez, donné, sauvé, renseigné, renseignée, éclairé,
        éclairée, expliqué, ainsi, autant, tant, plein, petit, petite, tous les deux, monde,
        passé, passez, souhaite, te souhaite, vous souhaite, bocou, bcoup, bokou, boku,
        connaissance, nuit, attendais, redire, rien à redire, distinguées, mots
    """,
}
