"""Phrases in Italian: see `bot.answering.phrases`."""

PHRASES = {
    "data_protection": """
        dpo, rpd, responsabile della protezione, titolare, responsabile del trattamento,
        persona fisica
    """,
    "staff": """
        operatore, operatrice, persona, una persona, agente, umano, umana, essere umano,
        consulente, addetto, addetta, rappresentante, assistenza clienti, servizio clienti,
        un/una responsabile, un/una collega, impiegato, impiegata, assistenza umana
    """,
    "someone": "qualcuno, qualkuno, uno di voi, qualcuna, uno dei vostri, uno dei tuoi",
    "team": "team, operatori, agenti, persone, supporto, assistenza, responsabile, squadra, staff",
    "anyone_there": "c'è qualcuno, c'è nessuno, qualcuno c'è, c'è un umano",
    "connect": """
        mi passi, passami, mi passate, passatemi, mi passa, mi metta, mettimi, mettetemi, mi
        metta in contatto, essere messo in contatto, essere messa in contatto, mi può
        passare, mi puoi passare, mi potete passare, mi colleghi, trasferiscimi, mi
        trasferisca, potrebbe passarmi, può passarmi, puoi passarmi
    """,
    "call_back": """
        mi richiami, richiamatemi, richiamami, mi chiami, chiamatemi, chiamami, richiamarmi,
        chiamarmi, essere richiamato, essere richiamata
    """,
    "who_are_you": "chi sei, chi siete, come ti chiami, con chi parlo",
    "how_are_you": "come va, come stai, come sta, tutto bene",
    "nice_day": "buona giornata, buona serata",
    "goodbye": "arrivederci, a presto, addio, buonanotte",
    "you_are": "sei, è lei, sto parlando",
    "fed_up": "basta con, stufo di, stufa di, stanco di, stanca di, ne ho abbastanza",
    "no": "non, no, niente, basta, nessun, non voglio, non più",
    "want": """
        voglio, vorrei, desidero, desidererei, ho bisogno, mi serve, preferirei, preferisco,
        dammi, mi dia, fammi, mi faccia, fatemi, datemi, chiedo, cerco, vogliamo, vorremmo
    """,
    "can": """
        posso, potrei, è possibile, sarebbe possibile, c'è, potete, potreste, può, potrebbe,
        puoi, c'è modo
    """,
    "can_one": "si può, si potrebbe",
    "how": "come, come posso, come faccio",
    "what": "quale, quali, quando, quanto, dove",
    "if": "se, prima, dopo, senza, mentre, perché, devo",
    "polite": """
        per favore, per piacere, per cortesia, perfavore, cortesemente, gentilmente, scusi,
        scusa, urgente, prego
    """,
    "greeting": "ciao, buongiorno, buonasera, buon giorno, buona sera, salve",
    "thanks": "grazie, grazie mille, ringrazio",
    "talk": """
        parlare, parlarne, conversare, chattare, comunicare, discutere, dialogare, essere
        contattato/contattata/richiamato/richiamata da
    """,
    "write": "scrivere, parlando",
    "reach": "contattare, raggiungere",
    "help": "aiutare, aiutarmi, aiuti, aiuto, aiuta, rispondere, risponda",
    "bot": """
        robot, bot, macchina, chatbot, ia, computer, intelligenza artificiale, risposte
        automatiche
    """,
    "real": "vero, vera, reale, in carne e ossa, in carne ed ossa, al telefono, di persona, viva",
    "time": "oggi, domani, subito, adesso, presto",
    "to": "che, cui, con cui",
    "for": "per",
    "article": "il, lo, la, i, gli, le, un, uno, una, mio, mia, vostro, vostra, vostri, suo",
    "remark": "va bene, perfetto, d'accordo, chiaro, gentile, gentilissimo, bene, prova",
    "small": """
        a, ad, con, di, da, in, e, o, mi, del, della, dei, al, alla, direttamente, altro,
        altra, ora, piuttosto, più, ma
    """,
    "all_of_you": "a tutti, a tutte, a voi, a te, a lei",
    "filler": "molto, tante, tutto, tutti, stato, l', risposta, molte",
}
