"""Sentences of visitors, one a line, by language: what the rules of the intent are held to.

They were written apart from `data/questions/`, so that the rules do not fit those alone.
"""

WISHES = {
    "fr": """
        je veux parler à quelqu'un
        passez moi un conseillé svp
        humain
        agent
        un conseiller
        Puis-je parler à un conseiller ?
        je voudrais parler à une vraie personne
        jveux parlé a un humain
        mettez moi en relation avec quelqu'un
        j'aimerais échanger avec un membre de l'équipe
        y a-t-il quelqu'un ?
        ya qqn ?
        est-il possible de parler à un être humain ?
        stop robot
        je ne veux pas parler à un robot
        pas de robot svp
        rappelez-moi svp
        quelqu'un peut-il me rappeler ?
        pouvez-vous me rappeler demain ?
        comment parler à un conseiller ?
        je préférerais discuter avec un humain
        un humain s'il vous plait !!!
        ras le bol de ce robot
        cette réponse est nulle, je veux un humain
        service client
        je souhaite être mis en relation avec un conseiller
        pourrais-je avoir quelqu'un au téléphone ?
        j'ai besoin de parler à quelqu'un de chez vous
        ca marche pas votre truc passe moi quelqu'un
        Je voudrais joindre un conseiller
        Peut-on discuter avec une personne physique et non avec un robot ?
        je veu parler a kelkun
        Bonjour, pouvez-vous me transférer à un agent ?
        J'exige de parler à votre responsable
        est ce que je peux avoir un vrai conseiller
        je veux parler à un cnseiller
        besoin d'aide humaine
        quelqu'un de réel svp
        J'en ai assez, je veux parler à une personne.
        faut que je parle à quelqu'un
        puis-je parler à quelqu'un de mes données de santé
        une vraie personne
        assez de robots !
        Votre bot ne comprend rien. Passez-moi un agent.
        il me faut un interlocuteur humain
        auriez-vous quelqu'un à qui je pourrais parler ?
        Inutile d'insister, je veux un humain.
        Votre automate ne m'aide pas du tout, je veux une vraie personne
        Pas de machine, je souhaite un conseiller.
        Pourrais-je être rappelé par un de vos conseillers ?
        jveu un vré conseillé pa un robo
        pasez moi un conseiler sil vous plait
        je prefererais avoir quelqun en ligne
        Quelqu'un de votre service pourrait-il me téléphoner ?
        Est-ce que je peux être mise en relation avec un conseiller ?
        Auriez-vous l'amabilité de me passer un collaborateur ?
        Serait-il envisageable de dialoguer avec un être humain ?
        Je désire m'adresser à une personne physique.
        y'a moyen d'avoir un humain
        j'en ai marre des bots filez moi un humain
        ton bot est nul jveux qqn
        Je n'arrive à rien avec vos réponses. Est-ce que quelqu'un peut m'appeler ?
        Trois fois que j'explique la même chose à cette machine. Je voudrais quelqu'un en ligne.
        Passez-moi le service clients
        je voudrais parler a votre superieur
        puis-je discuter avec un employé du camping
        transferer a un agent
        parler conseiller
        contact humain svp
        demande de rappel
        je souhaite avoir un contact direct avec un conseiller
        Merci de me mettre en relation avec un humain
    """,
    "en": """
        a real human please
        agent
        talk to agent
        I want to talk to a person
        can I speak to someone?
        this is useless, give me a human
        let me speak to your manager
        is there anyone I can talk to?
        is anyone there?
        human
        live chat
        customer service
        operator
        representative!
        Speak to a representative
        connect me to an agent
        transfer me to a human pls
        id like 2 talk 2 someone
        can i tlk to a real persn
        I'd rather deal with a real person
        could someone call me back?
        call me back please
        please have someone call me
        I don't want to talk to a bot
        no bots please
        sick of this bot
        I need human help
        how do I speak to a human?
        Could I get a real person on the line?
        put me thru to sm1 real
        I need to speak with someone about my account
        get me a human
        talk to a humna
        I demand to speak to a supervisor
        Would it be possible to chat with an advisor?
        Stop. Human. Now.
        are there any humans here I can talk to
        can you connect me with a member of your team
        why can't I talk to a human
        i wanna talk to smb real
        you don't understand anything, I want a person
        need a human
        Can a human help me please?
        I would like someone to help me
        can I talk to customer support
        hand me over to a colleague
        please escalate to a human agent
        I'd like to hear a human voice.
        Would you be so kind as to connect me with one of your advisers?
        Is it possible to be put through to someone in your office?
        i wnat to speek to a humen
        pls conect me to a persn
        need 2 speak 2 sum1
        Not another bot, I'd like a human
        You keep giving me the same answer. I want to talk to somebody.
        Could one of your colleagues take this over?
        I'd prefer dealing with a flesh and blood person
        Is someone available to talk?
        anyone real here?
        can i have a human
        i want a real agent not a bot
        I would appreciate speaking with a member of your staff.
        Could you arrange for somebody to phone me?
        May I please be connected with an advisor?
        I don't want automated answers, get me somebody
        I'm not talking to a robot.
        human agent
        speak to human
        chat with agent
        real person please
        agent pls
        talk to a real person now
        connect to human
        Three times already, and this keeps looping. Please let me speak with somebody who works there.
        Do you have a human I could speak to?
        can a real person get in touch with me
        let me talk to someone who understands
        Talk to an agent about my invoice from March
        My order never came. Have your team call me back, please
    """,
    "es": """
        quiero hablar con una persona
        ¿Puedo hablar con alguien?
        un agente por favor
        humano
        pásame con un humano
        necesito hablar con un asesor
        me gustaría hablar con una persona real
        no quiero hablar con un bot
        ¿hay alguien ahí?
        ¿Me pueden pasar con un operador?
        quisiera comunicarme con un representante
        atención al cliente
        deme con un humano ya
        llámenme por favor
        ¿podría llamarme alguien?
        cómo puedo hablar con una persona
        harto de este robot, quiero una persona
        kiero ablar con alguien
        póngame con un agente
        prefiero hablar con alguien del equipo
        ponme con un compañero
        persona real
        ¿Sería posible que me atendiera una persona?
        Basta de máquinas, quiero una persona
        no me sirve este robot, quiero hablar con alguien
        ¿Podría hablar con alguien de recepción?
        kiero ablar con una perzona
        que me llame alguien por favor
        Necesito que me atienda un humano
        ¿Me puede atender un agente?
        Preferiría tratar esto con una persona de carne y hueso.
        quiero un agente humano
        Páseme con el encargado
        me pasas con una persona?
        Quisiera que alguien de su equipo me llamara.
        hablar con agente
        Llevo media hora con este robot. Quiero hablar con una persona.
        Llevo una hora esperando. ¿Me puede atender un agente?
    """,
    "de": """
        Kann ich mit einem Mitarbeiter sprechen?
        Ich möchte mit einem Menschen sprechen
        Mensch bitte
        Mitarbeiter
        Verbinden Sie mich bitte mit einem Berater
        kann mich jemand anrufen?
        rufen Sie mich bitte zurück
        ich will keinen Bot
        Ich will nicht mit einer Maschine reden
        ist da jemand?
        Ich brauche einen echten Menschen
        könnte ich bitte mit jemandem reden
        ich moechte mit jemand sprechen
        Wie kann ich mit einem Menschen sprechen?
        Gibt es hier jemanden, mit dem ich sprechen kann?
        Kundenservice
        geben Sie mir einen Menschen
        Schluss mit dem Bot, ich will einen Menschen
        Könnten Sie mich mit einem Kollegen verbinden?
        Ich würde gerne mit einer echten Person chatten
        bitte einen Mitarbeiter
        echter Mensch bitte
        ich will mit einem Mitarbeitr sprechen
        Gibt es jemanden, der mich anrufen kann?
        Ich hätte gern einen Menschen am Apparat.
        Keine Maschine bitte, ich will einen Menschen
        Ich möchte bitte mit Ihrem Team sprechen.
        kan ich mit nem menschen reden
        gib mir nen echten menschen
        Wäre es möglich, mit einem Ihrer Mitarbeiter zu sprechen?
        Könnte mich bitte jemand aus Ihrem Team zurückrufen?
        Ich mag nicht mehr mit einem Roboter schreiben.
        Der Bot nervt, ich will jemanden sprechen
        Holt mir mal einen Mitarbeiter
        Bitte um Rückruf
        menschlicher Mitarbeiter
        mit Mitarbeiter sprechen
        Ich möchte einen Menschen sprechen.
        Darf ich mit jemandem persönlich reden?
        Ich würde das lieber mit einem Menschen besprechen.
        Lassen Sie mich mit jemandem reden, der sich auskennt.
        Mit einem Mitarbeiter sprechen wegen Rechnung 12
    """,
    "it": """
        vorrei parlare con un operatore
        voglio parlare con una persona
        posso parlare con qualcuno?
        operatore
        mi passi un operatore per favore
        c'è qualcuno?
        non voglio parlare con un robot
        un umano per favore
        ho bisogno di parlare con un consulente
        una persona vera per favore
        vorrei un operatore
        mi può passare una persona?
        voglio un umano
        parlare con operatore
        Posso essere contattato da qualcuno?
        basta robot, voglio una persona
        potrei parlare con un vostro consulente?
        mi passa qualcuno per favore
    """,
}

QUESTIONS = {
    "fr": """
        Qui est le délégué à la protection des données ?
        comment contacter le DPO
        mes données sont-elles vues par vos agents ?
        Un humain vérifie-t-il les décisions automatiques ?
        Combien de temps gardez-vous mes conversations avec un conseiller ?
        quand je parle à un conseiller, la conversation est-elle enregistrée ?
        Si je parle à un agent, êtes-vous obligés de garder l'enregistrement ?
        bonjour, vendez-vous mes données ?
        Bonjour, cookies ?
        merci de supprimer mon compte
        Merci de m'indiquer la durée de conservation
        Dois-je donner mon numéro pour parler à un conseiller ?
        Qui puis-je contacter pour mes données ?
        à qui puis-je parler de mes droits ?
        je veux qu'un humain réexamine la décision
        pouvez-vous me rappeler la durée de conservation ?
        pouvez-vous me rappeler mes droits ?
        vos conseillers peuvent-ils lire mes messages ?
        le chat est-il assuré par un robot ou un humain ?
        est-ce qu'une vraie personne lit mes mails ?
        À quelle heure puis-je parler à un conseiller ?
        Je ne veux pas que quelqu'un voie mes photos
        je veux savoir si un agent peut voir mon dossier
        transférez-vous mes données à des agents ?
        numéro du service client
        adresse
        contact
        cookies ?
        ok et les cookies ?
        oui mais combien de temps ?
        super, et la suppression ?
        vous appelez mes amis ?
        personnes concernées
        ça va où, mes données ?
        Ne me contactez plus
        arrêtez de m'appeler
        Puis-je parler de ma religion sur le forum ?
        un agent de joueur peut-il ouvrir un compte ?
        responsable
        c'est quoi un agent ?
        Y a-t-il une personne qui vérifie les profils ?
        est-ce que vous parlez de moi à quelqu'un ?
        hello est ce que vous gardez mon ip
        est-ce clair que vous partagez mes infos ?
        Avez-vous mes informations ?
        bonjour, avez-vous mes informations ?
        je veux récupérer mon argent
        rgpd
        quelles informations ?
        Peut-on parler de mes données à un tiers sans mon accord ?
        Je souhaite que personne ne me contacte
        Le robot garde-t-il ce que je lui dis ?
        droit à une intervention humaine
        je veux une intervention humaine dans la décision
        puis-je contacter quelqu'un pour supprimer mes données ?
        Un conseiller peut-il modifier mon consentement ?
        Est-ce que quelqu'un peut m'appeler à propos de mes données sans mon accord ?
        Qui me rappelle en cas d'incident ?
        Quand un agent me rappelle, la conversation est-elle enregistrée ?
        puis-je demander à un humain de revoir une décision automatique ?
        Avez-vous un délégué à qui écrire ?
        est-ce que c'est un robot qui lit mes mails ?
        Une personne peut-elle accéder à mon dossier ?
        Vous êtes une société française ?
        vous êtes hébergés où ?
        es-tu en train d'enregistrer ?
        C'est clair que vous vendez tout
        votre assistant enregistre-t-il mes questions ?
        Merci de me dire qui voit mes données
        Bonjour, je voudrais supprimer mon compte
        J'ai parlé à un agent hier, pouvez-vous effacer l'appel ?
        Mon conseiller a-t-il accès à mes relevés ?
        Puis-je refuser qu'un conseiller m'appelle ?
        Je ne veux pas être appelé par vos conseillers
        Peut-on s'opposer au démarchage téléphonique ?
        bonne question, et pour les mineurs ?
        personne morale
        Le personnel est-il formé ?
        l'intervention d'une personne est-elle possible ?
        Puis-je obtenir une intervention humaine ?
        Je ne veux pas parler à un conseiller
        Merci de tout effacer
        merci cookies
        Bonjour, votre service est-il sûr ?
    """,
    "en": """
        Does a human review automated decisions?
        Do humans read my chats?
        Can an agent see my password?
        who is your data protection officer
        how do I contact the DPO?
        When I talk to an agent, is the chat recorded?
        Are my calls with customer service recorded?
        Is there a human behind automated decisions?
        do you share my data with agents?
        hello, do you sell my data?
        thanks, and cookies?
        Thanks. How long do you keep logs?
        I want a human to review the decision
        can someone see my photos?
        can somebody at your company read my emails?
        Is anyone able to see my location?
        Who can I talk to about my data?
        Can people under 16 sign up?
        are you selling my data?
        are you a US company?
        are you the controller?
        is this GDPR compliant?
        What is a representative?
        is the bot recording me?
        does the chatbot store what I write?
        Do I have to talk to an agent to delete my account?
        Is it safe to talk to your agents?
        Please delete my data
        stop calling me
        don't contact me again
        Can you call me for marketing?
        will someone call me if there is a breach?
        I want my personal data
        I need a copy of my data
        contact person
        agent data retention
        ok but what about cookies?
        yes how long
        hi, privacy?
        good, what about children?
        Do you have my information?
        hello what information do you have
        May I object to a machine deciding about me?
        I don't want a machine deciding about me
        who are you sharing my data with?
        What are you doing with my email?
        can I get a human review of my rejected loan?
        Before I talk to someone, do I accept cookies?
        is the person I talk to in the EU?
        can your staff talk to my employer about me?
        can an agent talk to my bank?
        do I need a person's consent to share a photo?
        Can I ask a human to check an automated decision?
        Which of your agents have access?
        Do you record calls with agents?
        Is my chat with the bot stored?
        are you allowed to call me?
        will a person or a bot read my CV?
        How do I reach the privacy team?
        Can I talk to the DPO by phone?
        Do real people watch my camera?
        Can anyone see my profile?
        I want to know whether someone reads my messages
        is it a bot that decides?
        Does someone call me back after a data request?
        How do I stop your agents calling me?
        Can I have a person removed from my account?
        I need someone's permission to share his photo?
        I want to speak about cookies
        you are selling data right?
        is this legal?
        fine, but do you share it?
        great, how do I opt out?
        I don't want people to see my name
        can I send a message to another person?
        Thanks for nothing, delete my account
        talk data retention
        do agents type what I say into the crm?
        My agent wants my passport, is that ok?
        I need an agent's name for my complaint about data
        I don't want to talk to a person
        Hello, is your service good?
        Is your service any good?
        Is my information correct?
        no agent
    """,
    "es": """
        ¿Una persona revisa las decisiones automatizadas?
        ¿Quién es el delegado de protección de datos?
        ¿vuestros agentes ven mis datos?
        hola, ¿vendéis mis datos?
        gracias, ¿y las cookies?
        cuando hablo con un agente, ¿se graba?
        ¿Guardan mis conversaciones con el asesor?
        ¿Con quién puedo hablar sobre mis datos?
        ¿puede alguien ver mi contraseña?
        no quiero que me llamen
        ¿Me llaman para publicidad?
        quiero borrar mi cuenta
        ¿es un robot quien decide?
        buenas, cuánto guardáis mis datos
        ¿Puede una persona pedir mis datos por mí?
        ¿Graban las llamadas con los agentes?
        no quiero que nadie vea mis fotos
        quiero que alguien revise una decisión automática
        ¿sois una empresa española?
        ¿es legal?
        persona física
        ¿Una máquina decide sobre mi solicitud?
        Gracias por decirme cuánto guardan mis datos
        ¿alguien puede ver mi ubicación?
    """,
    "de": """
        Prüft ein Mensch automatisierte Entscheidungen?
        Wer ist der Datenschutzbeauftragte?
        Wie erreiche ich den Datenschutzbeauftragten?
        Können Ihre Mitarbeiter meine Daten sehen?
        Hallo, verkauft ihr meine Daten?
        danke, und cookies?
        Wenn ich mit einem Mitarbeiter spreche, wird das aufgezeichnet?
        Werden Gespräche mit dem Kundenservice aufgezeichnet?
        Kann jemand mein Passwort sehen?
        Mit wem kann ich über meine Daten sprechen?
        Ruft ihr mich zu Werbezwecken an?
        betroffene Person
        Ich will meine Daten
        Wie lange speichert ihr Chats mit dem Bot?
        Bist du sicher, dass ihr nichts verkauft?
        Darf ein Mitarbeiter meine Mails lesen?
        Werde ich vom Bot aufgezeichnet?
        Entscheidet eine Maschine über mich?
        Kann eine Person die Entscheidung überprüfen?
        Sind Sie ein deutsches Unternehmen?
        ist das sicher?
        Ich will nicht, dass mich jemand anruft
        Ich möchte nicht angerufen werden
        Danke, aber wie lange speichert ihr das?
        Wer ruft mich an?
        Personen unter 16
        Wie oft rufen Ihre Berater an?
    """,
}

SMALL_TALK = {
    "fr": """
        bonjour
        Salut !
        merci
        merci bcp !!
        ok merci
        ça va ?
        lol
        test
        mdr
        d'accord
        au revoir
        bonne journée
        Bonne soirée !
        à bientôt
        t'es un robot ?
        es-tu un humain ?
        êtes-vous une vraie personne ?
        qui es-tu ?
        merci pour votre aide
        merciiiii
        Bonjour !!! 😀
        super merci c'est très clair
        t'es nul
        oui
        non
        tu sers à rien
        merci beaucoup pour votre réactivité
        Bonjour à tous
        bonsoir, comment allez vous ?
        c'est parfait
        mercie
        Merci, ça m'aide beaucoup
        Je parle à un robot ?
        est-ce que je parle à un humain ?
        hahaha
        bonjuor
        Je vous remercie pour votre professionnalisme.
        j'ai une question
        aide moi
        cool merci a+
        coucou
        Avec plaisir, merci
        parfait, bonne journée à vous
        rebonjour
        c'est gentil, merci à vous
        quel est ton nom ?
        Vous n'êtes pas un robot, si ?
        T'es pas méchant toi !
        C'était pas si compliqué, merci !
        Pas bête, ce chatbot !
        Je ne m'attendais pas à une réponse aussi claire, merci
        Rien à redire, merci bien.
        Ce n'est pas un robot qui me parle ?
        Vous allez bien ?
        Tu es vraiment un robot ?
        mersi bocou
        bonjoure sa va
        coucou tu fais quoi
        yo ça dit quoi
        wesh bien ou quoi
        kikou
        bonsoir à vous
        Bonsoir, enchanté de faire votre connaissance.
        Veuillez recevoir mes salutations distinguées.
        Je vous souhaite une agréable soirée.
        Mes hommages, chère assistante.
        Bien le bonjour à vous !
        Avec mes remerciements les plus sincères.
        trop cool merci
        tkt merci quand même
        merci t'es un amour
        ok super bonne journée
        Mille mercis pour votre patience.
        Vous m'avez été d'un grand secours.
        Vous êtes bien aimable.
        Je suis ravi d'échanger avec vous.
        C'est très aimable à vous
        Un grand merci pour ces précisions !
        ca roule ma poule
        t ou
        tu es humain ou bot ?
        Êtes-vous une intelligence artificielle ?
        c'est bon j'ai ma réponse merci
        Allez, salut !
        à plus tard
        bonne fin de journée et merci encore
        je t'adore
        Tu parles français ?
        Raconte-moi une blague
        t es la
        re
        slt toi
        cc
        hello vous
        Joyeuses fêtes à toute l'équipe
    """,
    "en": """
        hi
        Hello!
        hey there
        thanks
        thank you so much
        thx!
        ok
        cool
        lol
        bye
        good night
        how are you?
        are you a bot?
        are you human?
        who are you?
        what's your name
        am I talking to a real person?
        is this a robot?
        good morning
        cheers mate
        thats great thanks
        perfect, thank you for your help
        nice one
        test
        you're useless
        you are so smart
        have a nice day
        see you later
        thnaks
        Thanks a lot, that was quick
        Great answer!
        help
        what can you do?
        yo
        haha
        okay thank you bye
        Thank you for the detailed explanation.
        you're a clever bot
        Hi, how are you today?
        r u real?
        I have a question
        You're not a real person, are you?
        not bad for a robot
        No complaints, thanks!
        no worries, thank you
        Aren't you a clever thing
        thnx for teh help
        gud mornin
        hii how r u
        wow that was fast
        Many thanks for your kind assistance.
        I am most grateful for your prompt reply.
        It was a pleasure talking to you.
        A very good day to you.
        Good afternoon to you and your team.
        Do you ever sleep?
        Am I speaking to a machine?
        ur a legend cheers
        lol ur funny
        ok ta
        k thx
        sweet, cheers
        that'll be all, thank you
        You've been most helpful.
        You have been very kind, goodbye.
        nice to meet you bot
        howdy partner
        what's your favourite colour?
        Tell me a joke
        Are you having a good day?
        hope you're well
        Wishing you a pleasant evening.
        right, that's me done, cheers
        yay it worked
        evening all
        Thank you kindly.
        Lovely talking to you, bye for now
        Have a good one!
        hey bot whats up
        hi hi
        morning!
        you there?
        That wasn't so hard, thanks
    """,
    "es": """
        hola
        buenos días
        gracias
        muchas gracias por la ayuda
        adiós
        hasta luego
        ¿cómo estás?
        ¿eres un robot?
        ¿quién eres?
        ok
        vale
        jaja
        perfecto, gracias
        buenas tardes
        que tenga un buen día
        gracias, muy amable
        Hola, ¿qué tal?
        eres muy listo
        ¿Eres una persona real?
        gracias por aclararlo
        No eres humano, ¿verdad?
        no está mal para ser un robot
        muchas grasias
        ola q tal
        ola k ase
        Le agradezco mucho su amabilidad.
        Reciba un cordial saludo.
        Ha sido usted muy amable.
        buenas noches a todos
        ¿Cómo se encuentra usted hoy?
        qué crack, gracias
        vale gracias
        me has ayudado un montón
        Encantado de saludarle.
        ¿Tienes sentimientos?
        gracias guapa, hasta otra
        ok gracias chao
        ¿Estoy hablando con una máquina?
        Le deseo una feliz tarde.
        holi
        Buen día, ¿cómo está?
    """,
    "de": """
        hallo
        guten tag
        danke
        vielen dank für die hilfe
        tschüss
        auf wiedersehen
        wie geht's?
        bist du ein roboter?
        wer bist du?
        ok
        super
        danke, das war hilfreich
        schönen Tag noch
        Sind Sie ein Mensch?
        alles klar, danke
        moin
        Grüß Gott
        lol
        Danke für die schnelle Antwort!
        Spreche ich mit einem Menschen?
        Hallo, wie geht es dir?
        Herzlichen Dank und einen schönen Abend
        Du bist kein Mensch, oder?
        gar nicht schlecht für einen Roboter
        dankee
        Hallo zusammen
        Ich wünsche Ihnen einen angenehmen Tag.
        Ich danke Ihnen herzlich für Ihre Mühe.
        Sie haben mir sehr geholfen, vielen Dank.
        na wie gehts
        hey was geht
        Moin, alles fit?
        Bist du echt?
        Schläfst du auch mal?
        Schönen guten Tag, wie geht es Ihnen?
        cool danke dir
        ok tschau
        Das war sehr freundlich von Ihnen.
        Rede ich gerade mit einer Maschine?
        halo wi gets
        danke für nichts
        tschüssi
        Gruezi
        Guten Abend allerseits
        Du bist ja witzig
    """,
}
