"""The words by which a rights request is known: see `bot.answering.rights`.

Regular expressions over folded words (no accents, no capitals, apostrophes and hyphens are spaces),
a line an alternative; `~` stands for up to seven words and commas.

WISHES: what a wish begins with, and what may stand before an order at a sentence's beginning.
ACTS: what is wished, following a wish. IMPERATIVES: the same as an order, at the beginning of a
sentence or clause. DECLARED: what is exercised by saying it. ASKED: what makes it a question or a
supposition after all.
"""

WISHES = {
    "fr": {
        "wish": r"""
            (?:je|j|nous|on) (?:ne )?(?:veux|veut|voudrais|voulons|voudrions|souhaite|souhaiterais|souhaitons|desire|desirerais|demande|demandons|exige|exigeons|requiers|reclame|sollicite|aimerais|aimerions|entends|tiens a ce|prefere|preferais|compte)
            (?:je|nous) (?:vous|te) (?:demande|demandons|prie|prions|somme|saurais gre|serais reconnaissante?|remercie|ordonne|mets? en demeure|enjoins)
            jveux|jvoudrais|jaimerais
            (?:merci|priere) (?:de|d)
            merci (?:bien )?vouloir
            veuillez|veuilles
            (?:pouvez|pourriez|voulez|voudriez|pourrez) vous
            (?:peux|pourrais|veux) tu
            est ce que (?:vous (?:pouvez|pourriez)|tu peux)
            (?:vous (?:devez|etes pries de)|il faut que vous|il faudrait que vous|j ai besoin que vous|j attends que vous|j attends de vous)
            j ai besoin (?:d|de|que)
        """,
        "opening": r"bonjour|bonsoir|merci|svp|s il vous plait|alors|donc|et|puis|salut|madame|monsieur|ou|mais",
    },
    "en": {
        "wish": r"""
            (?:i|we) (?:really )?(?:want|wish|demand|request|require|need|insist|expect|ask|hereby request|would like|d like|would love|d prefer|would prefer|would appreciate|hereby ask|hereby demand|am asking|am requesting|am writing to request|am writing to ask|formally request)
            (?:id|i d) like
            (?:can|could|would|will) (?:you|u|someone|somebody)(?: please| kindly)?
            (?:please|kindly|plz|pls)
            you (?:must|have to|need to|should)
            let me
            (?:this is|consider this) (?:a|an|my)(?: formal)? request (?:for|to)
            would you mind
        """,
        "opening": r"hi|hello|please|kindly|and|then|so|just|hey|thanks|plz|pls|dear sir or madam|or|but",
    },
    "es": {
        "wish": r"""
            (?:quiero|quisiera|querria|deseo|desearia|solicito|pido|exijo|necesito|requiero|reclamo|me gustaria|queremos|solicitamos|pedimos|exigimos|prefiero)
            (?:le|les|os|te) (?:pido|solicito|ruego|exijo|requiero|agradeceria)
            (?:por favor|ruego|rogamos)
            (?:puede|podria|pueden|podrian|puedes|podrias|podeis|podriais|quiere|quieren)(?: usted| ustedes)?
            (?:deben|debe|teneis que|tienen que|tiene que)(?: ustedes)?
            (?:hagan|haga|haced|haz) el favor de
        """,
        "opening": r"hola|buenas|buenos dias|por favor|y|entonces|buenas tardes|gracias|estimados senores|o|pero",
    },
    "de": {
        "wish": r"""
            (?:ich|wir) (?:will|wollen|moechte|mochte|mochten|wunsche|wunschen|verlange|verlangen|fordere|fordern|beantrage|beantragen|bitte|bitten|erbitte|hatte gern|hatte gerne|brauche|ersuche|bestehe darauf|erwarte|hatt gern)
            (?:hiermit|deshalb|daher|somit|darum|deswegen|also|jetzt|nun|gerne) (?:mochte|will|fordere|verlange|beantrage|bitte) ich
            (?:konnen|konnten|konntet|konnt|wurden|wollen|wurdet) (?:sie|ihr)
            (?:kannst|konntest|wurdest) du
            (?:sie sollen|ihr sollt|sie mussen|ihr musst|sie haben)
            bitte
            (?:mochte|will) ich
        """,
        "opening": r"hallo|bitte|und|dann|also|guten tag|hi|moin|danke|sehr geehrte damen und herren|oder|aber",
    },
    "it": {
        "wish": r"""
            (?:voglio|vorrei|desidero|desidererei|chiedo|richiedo|pretendo|esigo|ho bisogno|mi serve|vogliamo|chiediamo|richiediamo|domando|preferisco|gradirei|intendo|sollecito|vorremmo)
            (?:vi|le|ti) (?:chiedo|chiediamo|prego|richiedo|preghiamo|invito)
            (?:per favore|per cortesia|per piacere|si prega|siete pregati)
            (?:potete|potreste|puo|potrebbe|puoi|potresti|volete|vorreste)(?: per favore| cortesemente| gentilmente)?
            (?:dovete|deve|devono)
        """,
        "opening": r"buongiorno|buonasera|salve|ciao|per favore|e|allora|per cortesia|grazie|gentili signori|o|ma|prego",
    },
}

_DATA = {
    "fr": r"(?:(?:mes|mon|ma|toutes? (?:les|mes|l)|tous (?:les|mes)|les|l|ces|cette|ce|nos|notre|de mes|de mon|de ma) ~?(?:donnees?|infos?|informations?|compte|comptes|profil|dossier|adresse|numero|historique|photos?|e ?mail|mail|mails|courriel|traces|messages|coordonnees|cv|candidature|enregistrements?|conversation|conversations|fiche|nom|inscription)|tout ce que vous (?:avez|savez|detenez|possedez)|tout ce qui me concerne|de (?:vos|votre) (?:fichiers?|bases?|systemes?|listes?|serveurs?|registres?))",
    "en": r"(?:(?:my|all (?:of )?(?:my|the)|the|any|our|this|every) ~?(?:data|info|information|account|accounts|profile|file|files|record|records|address|number|history|photos?|pictures?|e ?mail|emails|details|trace|traces|messages|cv|resume|application|chat|name|conversations?)|(?:everything|anything|all|whatever) (?:that )?(?:you|u|ye) (?:have|hold|know|keep|ve|got|stored?|collected)|me from (?:your|the|all)|everything about me)",
    "es": r"(?:(?:mis|mi|todos (?:los|mis)|toda (?:la|mi)|los|la|el|nuestros|esos|estos) ~?(?:datos|informacion|cuenta|perfil|expediente|direccion|numero|historial|fotos?|correo|correos|email|mail|registros?|mensajes|curriculum|candidatura|ficha|nombre|conversacion|telefono|grabaciones|grabacion)|todo lo que (?:tienen|teneis|tiene|saben|guardan)|de (?:su|sus|vuestra|vuestros|la) (?:base|bases|lista|listas|sistema|sistemas|ficheros?))",
    "de": r"(?:(?:meine[nrms]?|mein|alle(?:n|r)?|samtliche[nr]?|die|das|den|unsere|diese[ns]?|dieses) ~?(?:daten|informationen|angaben|konto|kontos|accounts?|profil|profils|akte|adresse|anschrift|nummer|verlauf|fotos?|bilder|e ?mail|mail|mailadresse|eintrage|nachrichten|bewerbung|lebenslauf|kundenkonto|kundendaten|namen?|datensatz|datensatze|kontodaten|benutzerkonto|personenbezogenen|telefonnummer|chat|chatverlauf|aufnahmen)|alles|(?:mich|mir) (?:aus|von) (?:ihre[rnm]?|eure[rnm]?|der|dem)|kundenkonto|konto)",
    "it": r"(?:(?:i|il|la|l|le|tutti|tutte|tutto|gli|questi|miei|mio|mia|mie) ~?(?:dati|informazioni|account|profilo|fascicolo|indirizzo|numero|cronologia|foto|e ?mail|mail|messaggi|curriculum|cv|candidatura|scheda|nome|conversazione|conversazioni|registrazioni|recapiti)|tutto (?:quello|cio) che|dai (?:vostri|suoi) (?:archivi|sistemi|registri)|dal (?:vostro|suo) (?:database|archivio|sistema)|dalla (?:vostra|sua) (?:lista|banca|mailing))",
}
_ME = {
    "fr": r"(?:sur moi|me concernant|qui me concernent|a mon sujet|sur ma personne|me concernent|mes donnees|mes informations|mon dossier|a propos de moi|sur mon compte)",
    "en": r"(?:about me|on me|concerning me|relating to me|regarding me|my (?:personal )?(?:data|information|file|records?|info|details)|of mine)",
    "es": r"(?:sobre mi|de mi|sobre mi persona|que me conciernen|acerca de mi|mis datos|mi informacion|mi expediente|relativos a mi)",
    "de": r"(?:uber mich|zu meiner person|von mir|zu mir|die mich betreffen|mich betreffende[nr]?|meine[rn]? (?:\w+ )?(?:daten|informationen|angaben|akte)|meine gespeicherten)",
    "it": r"(?:su di me|che mi riguardano|sul mio conto|di me|miei dati|mie informazioni|mio fascicolo|relativi a me|a mio riguardo)",
}

ACTS = {
    "fr": {
        "erasure": rf"""
            (?:effac|supprim|detrui|elimin|enlev|retir|oubli|purg|clotur|ferm)\w* ~(?:{_DATA["fr"]})
            (?:l |la |une )?(?:effacement|suppression|destruction|cloture) ~(?:{_DATA["fr"]})
            (?:droit a l oubli|droit a l effacement|droit d effacement|droit de suppression)
            (?:etre|soit|soient|disparaitre) (?:\w+ )?(?:oubliee?|effacee?s?|supprimee?s?|retiree?|enlevee?)
            (?:vous|tu) (?:m )?(?:effac|supprim|oubli)\w*
            que ~(?:donnees|informations|compte|dossier|profil) ~(?:soient|soit|disparaisse)(?: \w+)? ?(?:effacee?s?|supprimee?s?|detruite?s?|disparaissent)
            (?:plus aucune trace de moi|que vous m oubliiez)
        """,
        "access": rf"""
            ~copie ~{_ME["fr"]}
            (?:une |la )?copie (?:complete )?de tout(?:es)? (?:ce que|les donnees|les informations) ~(?:vous|moi)
            (?:acceder|avoir acces|l acces|acces|consulter|voir|recevoir|obtenir|avoir|connaitre|visualiser) ~(?:donnees|informations|tout ce que|copie|dossier|elements) ~?{_ME["fr"]}
            (?:acceder|avoir acces|l acces|acces|consulter|recevoir|obtenir) a? ?(?:toutes? )?(?:a )?(?:mes|mon) (?:\w+ )?(?:donnees|informations|dossier)
            (?:m |me |nous )?(?:envo|communiqu|transm|fourn|adress|donn|remet|indiqu|dis|dire)\w* ~(?:donnees|informations|tout ce que|copie|dossier|elements|extrait) ~?{_ME["fr"]}
            (?:m |me )?(?:envo|communiqu|transm|fourn|adress|remet)\w* (?:moi )?(?:toutes )?(?:mes|mon) (?:donnees|informations|dossier)
            (?:savoir|dire|connaitre) (?:tout )?ce que vous (?:avez|detenez|savez|possedez|conservez) ~{_ME["fr"]}
            (?:savoir|dire|connaitre|m indiquer) (?:quelles|precisement quelles) ~(?:donnees|informations|infos) ~(?:avez|detenez|possedez|conservez|traitez|stockez) ~{_ME["fr"]}
            (?:exerc\w*|faire valoir|user|faire usage de) ~droit d acces
        """,
        "portability": r"""
            (?:export|transf|transm|recup|recev|obten|envo|telecharg|emport|migr|fourn|port)\w* ~(?:donnees|informations|compte|dossier|contacts|historique) ~(?:format|vers|autre|concurrent|csv|json|xml|lisible|nouvelle?|prestataire|fournisseur)
            (?:export\w*|l export|un export) ~(?:mes|mon) ~(?:donnees|informations|compte|dossier|contacts|historique)
            ~portabilite
        """,
        "rectification": r"""
            (?:corrig|rectifi|modifi|chang|actualis|complet|mettre a jour|mettiez a jour|mette a jour|remplac|correction|rectification|modification|mise a jour)\w* ~(?:adresse|nom|prenom|date de naissance|numero|telephone|e ?mail|mail|courriel|donnees|informations|coordonnees|profil|dossier|etat civil|fiche|civilite|orthographe|nationalite)
            que ~(?:adresse|nom|prenom|date de naissance|numero|mail|donnees|informations|coordonnees) ~soi\w* (?:corrig|rectifi|modifi|mis|chang|actualis)
        """,
        "objection": r"""
            (?:m opposer|faire opposition|exercer mon droit d opposition)
            (?:plus|pas) (?:recevoir|etre (?:contact|demarch|profil|suivi|pist|appel|sollicit)\w*|de (?:vos )?(?:pub|publicites?|mails?|newsletters?|sollicitations?|demarchage|e mails?|courriels?|appels|prospection|profilage))
            (?:plus|pas) que (?:vous|mes donnees|mon|mes) ~(?:utilis|partag|transm|vend|trait|serv|analys|exploit|communiqu|soient|soit|revend|envo|contact|appel|profil)\w*
            (?:cess|arret|stopp)\w* ~(?:contacter|envoyer|utiliser|traiter|vendre|partager|transmettre|pister|profiler|appeler|analyser|exploiter|prospection|traitement|solliciter|demarcher|communiquer|suivre|profilage)
            (?:me |m )?(?:desinscri|desabonn)\w*
            (?:ne (?:plus|pas|jamais)) (?:me |m |nous )?(?:contacter|envoyer|utiliser|traiter|vendre|partager|transmettre|pister|profiler|appeler|solliciter|demarcher|communiquer|revendre)
            (?:limit|bloqu|gel|restrein)\w* ~traitement ~(?:donnees|informations)
            (?:me |m )?(?:retir|enlev|supprim)\w* (?:moi )?(?:de|d) (?:votre|vos|la) (?:liste|newsletter|mailing|fichiers? de prospection)
        """,
        "withdrawal": r"""
            (?:retir|revoqu|annul|reprend|revenir sur|retrait|revocation|resili)\w* ~consentement
            (?:retir|revoqu|annul|reprend)\w* ~(?:autorisation|accord)
            que mon consentement soit (?:retire|annule|revoque)
        """,
    },
    "en": {
        "erasure": rf"""
            (?:to )?(?:you )?(?:to )?(?:delete|deleting|erase|erasing|remove|removing|wipe|destroy|purge|get rid of|forget|scrub|close|closing|deactivate and delete) ~(?:{_DATA["en"]})
            (?:to be forgotten|you to forget me|forget (?:about )?me|be deleted|be erased|be removed from your)
            ~(?:deleted|erased|removed|wiped|destroyed|gone)\b(?! (?:when|after|if))
            (?:the )?(?:deletion|erasure|removal) ~(?:{_DATA["en"]})
            ~right to (?:be forgotten|erasure|deletion)
        """,
        "access": rf"""
            ~(?:copy|copies|overview|extract|printout|list) of ~(?:{_ME["en"]}|(?:everything|all|the data|whatever|data) ~you)
            (?:to )?(?:access|see|get|have|receive|obtain|view|know|inspect|be sent|be given)(?: access to)? ~(?:data|information|everything|what|file|records?|details) ~(?:you|ye) ~(?:have|hold|keep|store|ve got|process|know|collected) ~{_ME["en"]}
            (?:to )?(?:access to|access|see|inspect|view|receive|obtain|get) (?:all )?(?:of )?(?:my) (?:personal )?(?:data|information|records?|file)
            (?:send|give|provide|tell|show|email|disclose|supply|mail)(?: \w+)? ~(?:data|information|everything|what|file|records?|details) ~{_ME["en"]}
            (?:send|give|provide|email|show|mail)(?: me| us)? (?:all )?(?:of )?(?:my) (?:personal )?(?:data|information|records?|file)
            (?:a |my )?(?:subject access|data subject access|data access|dsar|sar)(?: request)?
            ~right of access
        """,
        "portability": r"""
            (?:to )?(?:you )?(?:to )?(?:export|transfer|transmit|port|move|send|receive|get|download|give|have|migrate|hand over|take|provide) ~(?:data|information|account|contacts|records|history|file) ~(?:format|to another|to a different|to my new|elsewhere|to a competitor|csv|json|xml|machine readable|new provider|another provider|with me)
            (?:an )?export ~my ~(?:data|information|account|contacts|records|history)
            ~(?:data )?portability
        """,
        "rectification": r"""
            (?:to )?(?:you )?(?:to )?(?:correct|rectify|change|update|fix|amend|complete|replace|modify|correction|rectification|have|get) ~(?:address|name|surname|date of birth|birth ?date|birthday|number|phone|e ?mail|data|information|details|profile|records?|file|spelling)(?: ~(?:corrected|changed|updated|fixed|rectified|amended))?(?<!get my data)(?<!have my data)
        """,
        "objection": r"""
            (?:to )?(?:formally )?(?:object|opt out|unsubscribe|be unsubscribed|be opted out|be taken off|be removed from ~(?:mailing|marketing|list|newsletter))
            (?:you )?(?:to )?(?:stop|cease|quit|end) ~(?:using|processing|selling|sharing|sending|contacting|profiling|tracking|calling|emailing|passing|analysing|analyzing|mailing|marketing|transferring|spamming|disclosing|texting)
            (?:do not|don t|dont|never|not to|not|no longer) (?:want )?(?:you to |to )?(?:use|process|sell|share|send|contact|profile|track|call|email|pass|analyse|analyze|transfer|disclose|receive|be contacted|be profiled|be tracked|market|give)
            (?:to )?(?:restrict|limit|block|freeze|restriction of|unsubscribe|opt me out|take me off|remove me from|get me off)(?: ~(?:processing|list|newsletter|use|lists|emails))?
        """,
        "withdrawal": r"""
            (?:to )?(?:withdraw|revoke|take back|cancel|retract|rescind|withdrawal of|pull) ~(?:consent|permission|authori[sz]ation|agreement)
        """,
    },
    "es": {
        "erasure": rf"""
            (?:que )?(?:me |se )?(?:borr|elimin|suprim|destru|quit|cancel|olvid|dar de baja|den de baja|cierr|cerrar|retir)\w* ~(?:{_DATA["es"]})
            (?:la |el )?(?:supresion|eliminacion|borrado|cancelacion|baja) ~(?:{_DATA["es"]})
            ~derecho (?:al olvido|de supresion|a la supresion|de cancelacion)
            (?:que )?(?:me olviden|ser olvidad[oa]|se olviden de mi)
            que ~(?:datos|informacion|cuenta|perfil) ~(?:sean?|queden?) (?:borrad|eliminad|suprimid|cancelad)\w*
        """,
        "access": rf"""
            ~copia ~(?:{_ME["es"]}|todo lo que ~(?:tien|teneis|guard|sab)\w*)
            (?:acceder|acceso|tener acceso|ver|consultar|recibir|obtener|conocer|saber) ~(?:datos|informacion|todo lo que|que|expediente) ~?{_ME["es"]}
            (?:acceder|acceso|tener acceso) a (?:todos )?(?:mis datos|mi informacion|mi expediente|los datos)
            (?:que )?(?:me )?(?:envi|mand|facilit|proporcion|entreg|remit|den|dar|indiqu|decir|digan|dig|informen)\w* ~(?:datos|informacion|todo lo que|expediente|copia) ~?{_ME["es"]}
            (?:enviarme|mandarme|facilitarme|darme|decirme|proporcionarme|entregarme) ~(?:datos|informacion|todo lo que|expediente) ~?{_ME["es"]}
            ~derecho de acceso
        """,
        "portability": r"""
            (?:que )?(?:me )?(?:export|transf|transm|traslad|recib|obten|envi|llev|descarg|pas|entreg|port|migr)\w* ~(?:datos|informacion|cuenta|contactos|historial|expediente) ~(?:formato|a otr[oa]|otra? (?:empresa|proveedor|compania|banco)|competencia|csv|json|xml|nuev[oa]|legible)
            (?:exportar|exporten|una exportacion de) ~(?:mis|mi) ~(?:datos|informacion|cuenta|contactos|historial)
            ~portabilidad
        """,
        "rectification": r"""
            (?:que )?(?:me )?(?:corrij|correg|correj|rectifi|modifi|cambi|actuali|complet|arregl|sustitu)\w* ~(?:direccion|domicilio|nombre|apellidos?|fecha de nacimiento|numero|telefono|correo|email|mail|datos|informacion|perfil|expediente|ficha|dni)
            (?:la |una )?(?:rectificacion|correccion|modificacion|actualizacion) de ~(?:direccion|nombre|apellidos?|fecha|numero|datos|correo|informacion|telefono)
        """,
        "objection": r"""
            (?:oponerme|ejercer ~derecho de oposicion|darme de baja|que me den de baja|darse de baja|que me quiten de)
            (?:que )?(?:dej|ces|par)\w* de (?:utiliz|us|trat|vend|compart|envi|contact|llam|mand|ced|perfil|rastre|transfer|molest|analiz)\w*
            (?:que )?(?:no|nunca) (?:me )?(?:utilic|us|trat|vend|compart|envi|contact|llam|mand|ced|perfil|rastre|transf|vuelv)\w*
            (?:no )?(?:recibir|seguir recibiendo) mas ~(?:publicidad|correos|llamadas|emails|mensajes)
            (?:que )?(?:limit|bloque|suspend)\w* ~tratamiento
            (?:la )?limitacion del tratamiento
        """,
        "withdrawal": r"""
            (?:que )?(?:retir|revoc|revoq|anul|cancel)\w* ~(?:consentimiento|autorizacion|permiso)
            (?:la |mi )?(?:retirada|revocacion) ~(?:consentimiento|autorizacion)
        """,
    },
    "de": {
        "erasure": rf"""
            ~(?:{_DATA["de"]}) ~(?:gelosch\w*|losch\w*|entfern\w*|vernicht\w*|zu loschen|geloscht werden|vergess\w*|tilgen|getilgt|schliess\w*|schliessen|beseitig\w*)
            ~(?:loschen|entfernen|vernichten|losch|entfern|tilgen|schliessen) (?:sie |ihr )?~(?:{_DATA["de"]})
            ~(?:loschung|entfernung|vernichtung|tilgung|schliessung) ~(?:{_DATA["de"]}|meine[rs])
            ~recht auf (?:vergessenwerden|loschung)
            ~(?:vergessen werden|dass (?:sie|ihr) mich vergess\w*|geloscht werden)
        """,
        "access": rf"""
            ~(?:kopie|auskunft|datenauskunft|selbstauskunft|ubersicht|abschrift|auszug) ~(?:{_ME["de"]}|alle[rn]? ~(?:daten|informationen))
            ~(?:datenauskunft|selbstauskunft|auskunftsrecht|auskunft nach|auskunft gemass)
            (?:auskunft|eine auskunft|vollstandige auskunft)(?: bitte)?$
            ~(?:wissen|sehen|einsehen|erfahren|mitteilen|mit|sagen|zusenden|zuschicken|schicken|senden|ubermitteln|geben|erhalten|bekommen|nennen|zukommen lassen) ~(?:daten|informationen|was|alles) ~{_ME["de"]}
            ~(?:daten|informationen|was|alles) ~{_ME["de"]} ~(?:gespeichert|haben|speichern|verarbeiten|wissen|besitzen|vorliegen|einsehen|sehen|erhalten|bekommen|zusenden|zuschicken|mitteilen|schicken|habt|speichert|gesammelt)
            ~(?:einsicht|zugang|zugriff) (?:in|zu|auf) (?:alle )?(?:meine|die uber mich)
            ~meine ~(?:daten|akte|informationen) (?:einsehen|zugeschickt bekommen|zugeschickt|sehen|zusenden|zuschicken|zukommen lassen|erhalten)
        """,
        "portability": r"""
            ~(?:daten|informationen|konto|kontakte|verlauf|akte) ~(?:format|zu einem anderen|an einen anderen|zum neuen|csv|json|xml|maschinenlesbar\w*|neuen anbieter|anderen anbieter|mitnehmen|neue bank|andere\w* (?:bank|firma|unternehmen|versicherung|anbieter)) ?~(?:ubertrag\w*|export\w*|ubermittel\w*|erhalten|bekommen|mitnehmen|geschickt|schicken|herausgeb\w*|senden|zusenden|bereitstellen|umzieh\w*|weitergeb\w*|haben|transferier\w*)
            ~(?:exportier\w*|ubertrag\w*|ubermittel\w*|schick\w*|send\w*) ~(?:daten|informationen|konto|kontakte|verlauf) ~(?:format|anderen|neuen|csv|json|xml|maschinenlesbar\w*|neue|andere)
            ~meine[rn]? ~(?:daten|kontakte|kontodaten|historie) ~(?:exportier\w*|mitnehmen|export)
            ~(?:export|datenexport) ~(?:meine[rs]?|aller)
            ~(?:datenubertragbarkeit|datenportabilitat|ubertragbarkeit ~daten|portierung)
        """,
        "rectification": r"""
            ~(?:adresse|anschrift|namen?|nachnamen?|vornamen?|geburtsdatum|nummer|telefonnummer|handynummer|e ?mail|mail|mailadresse|daten|angaben|profil|akte|eintrag|schreibweise|kontaktdaten|postleitzahl|e mail adresse) ~(?:berichtig\w*|korrigier\w*|anderen?|andern|geandert|aktualisier\w*|vervollstandig\w*|richtigstell\w*|ersetz\w*|anpass\w*|richtig stellen|anzupassen|abander\w*)
            ~(?:berichtig\w*|korrigier\w*|ander\w*|aktualisier\w*|richtigstell\w*) (?:sie |ihr )?~(?:adresse|anschrift|namen?|nachnamen?|geburtsdatum|nummer|telefonnummer|mail|daten|angaben|profil|akte|eintrag|schreibweise)
            ~(?:berichtigung|korrektur|anderung|aktualisierung|richtigstellung) ~(?:meine[rs]?|der|des) ~(?:adresse|anschrift|namens?|geburtsdatums?|nummer|daten|angaben|mail|eintrags|mailadresse)
        """,
        "objection": r"""
            ~(?:widersprechen|widerspruch einlegen|widerspruchsrecht ausuben|der ~widersprechen)
            ~(?:keine|nicht|nie|niemals|nicht mehr|keinerlei) ~(?:werbung|newsletter|mails?|anrufe|kontaktiert|angerufen|verwende\w*|verwendet|nutz\w*|genutzt|verarbeite\w*|weitergeb\w*|weitergegeben|verkauf\w*|profil\w*|getrackt|verfolg\w*|werbemails|angeschrieben|ausgewertet|auswert\w*|benutz\w*|teil\w*|geteilt)
            ~(?:aufhoren|unterlassen|einstellen|stoppen|unterlasst|hort auf) ~(?:daten|werbung|zu|mich|mir)?
            ~(?:verarbeitung|nutzung|verwendung|weitergabe|werbung|newsletter|zusendung|profilbildung|verkauf) ~(?:einschrank\w*|einstell\w*|unterlass\w*|stopp\w*|beend\w*|sperr\w*|abbestell\w*|eingeschrankt|eingestellt|zu unterlassen)
            ~(?:einschrankung der verarbeitung)
            ~(?:abmelden|abbestellen|austragen|abgemeldet|ausgetragen) ?
            ~(?:mich|mir) ~(?:abmelden|austragen|abzumelden)
        """,
        "withdrawal": r"""
            ~(?:einwilligung|zustimmung|einverstandnis|genehmigung|erlaubnis|einverstandniserklarung) ~(?:widerruf\w*|zuruckzieh\w*|zuruckzunehmen|zurucknehmen|zieh\w*|zuruckgezogen|aufheb\w*|entzieh\w*)
            ~(?:widerruf|rucknahme|widerrufe) (?:meiner|der) (?:einwilligung|zustimmung)
            ~(?:widerrufen|widerrufe) ~(?:einwilligung|zustimmung)
        """,
    },
    "it": {
        "erasure": rf"""
            (?:che )?(?:mi |vengano |siano |venga )?(?:cancell|elimin|rimuov|rimoss|distrugg|distrutt|tolg|togl|dimentic|chiud)\w* ~(?:{_DATA["it"]})
            (?:la |una )?(?:cancellazione|eliminazione|rimozione|distruzione|chiusura) ~(?:{_DATA["it"]}|mi[eo]i?)
            che ~(?:dati|informazioni|account|profilo) ~(?:vengano|siano|venga|sia) (?:cancell|elimin|rimoss|distrutt)\w*
            ~diritto (?:all oblio|alla cancellazione|di cancellazione)
            (?:essere dimenticat[oa]|che mi dimentichiate|essere cancellat[oa]|che sia cancellat[oa])
        """,
        "access": rf"""
            ~copia ~(?:{_ME["it"]}|tutto (?:quello|cio) che)
            (?:accedere|accesso|avere accesso|vedere|consultare|ricevere|ottenere|conoscere|sapere|avere) ~(?:dati|informazioni|tutto|fascicolo|cosa) ~?{_ME["it"]}
            (?:accedere|l accesso|avere accesso|accesso) (?:a|ai|alle) (?:tutti )?(?:i )?(?:miei|mie) (?:dati|informazioni)
            (?:che )?(?:mi )?(?:invi|mand|forn|comunic|trasmett|dare|dia|diate|dire|diciate|indic|consegn)\w* ~(?:dati|informazioni|tutto|fascicolo|copia|cosa) ~?{_ME["it"]}
            (?:inviarmi|mandarmi|fornirmi|darmi|dirmi|comunicarmi|trasmettermi) ~(?:dati|informazioni|tutto|fascicolo|cosa) ~?{_ME["it"]}
            ~diritto (?:di|d) accesso
        """,
        "portability": r"""
            (?:che )?(?:mi )?(?:esport|trasfer|trasmett|ricev|otten|invi|port|scaric|pass|migr|consegn)\w* ~(?:dati|informazioni|account|contatti|cronologia|storico) ~(?:formato|ad? un altr[oa]|un altr[oa]|altr[oa] (?:fornitore|banca|azienda|societa)|concorrente|csv|json|xml|nuov[oa]|leggibile)
            (?:esportare|esportazione|esportiate|un esportazione) ~(?:miei|mio|mie|mia) ~(?:dati|informazioni|account|contatti|cronologia|storico)
            ~portabilita
        """,
        "rectification": r"""
            (?:che )?(?:mi )?(?:corregg|corrett|rettific|modific|cambi|aggiorn|complet|sostitu|sistem)\w* ~(?:indirizzo|nome|cognome|data di nascita|numero|telefono|e ?mail|mail|dati|informazioni|profilo|fascicolo|scheda|recapiti|codice fiscale)
            (?:la |una |l )?(?:rettifica|correzione|modifica|aggiornamento) ~(?:indirizzo|nome|cognome|data di nascita|numero|dati|mail|informazioni|telefono)
        """,
        "objection": r"""
            (?:oppormi|esercitare ~diritto di opposizione|disiscrivermi|disiscrizione|essere disiscritt[oa]|cancellarmi dalla|essere tolt[oa] dalla|essere rimoss[oa] dalla)
            (?:che )?(?:di )?(?:smett|cess|interromp|finirla)\w* (?:di )?~(?:us|utilizz|tratt|vend|condivid|invi|contatt|chiam|mand|ced|profil|tracci|trasfer|trattamento|telefon)\w*
            (?:che )?(?:di )?non (?:mi )?(?:us|utilizz|tratt|vend|condivid|invi|contatt|chiam|mand|ced|profil|tracci|trasfer|riceve|essere contatt|essere profil|vengano|siano)\w*
            ~(?:limitazione del trattamento|limitare il trattamento|limitiate il trattamento)
            (?:mi )?(?:disiscriv|tolg|cancell|rimuov)\w* ~(?:newsletter|lista|mailing)
        """,
        "withdrawal": r"""
            (?:che )?(?:ritir|revoc|annull)\w* ~(?:consenso|autorizzazione)
            (?:la |il )?(?:revoca|ritiro) ~(?:consenso|autorizzazione)
        """,
    },
}

IMPERATIVES = {
    "fr": {
        "erasure": rf"""
            (?:effacez|supprimez|detruisez|eliminez|enlevez|retirez|oubliez|cloturez|fermez|efface|supprime|enleve|supprimer|effacer)(?! vous| tu) (?:moi (?:de ~(?:fichiers?|bases?|systemes?|listes?|serveurs?)|tout)|~(?:{_DATA["fr"]}))
            (?:demande d(?:e|u)?|exercice du droit) ?(?:l )?(?:effacement|suppression|droit a l oubli|a l effacement)
            oubliez moi
        """,
        "access": rf"""
            (?:envoyez|donnez|communiquez|transmettez|fournissez|adressez|remettez|montrez|dites|faites|indiquez|envoie|donne|listez)(?! vous) ~(?:donnees|informations|tout ce que|copie|dossier|infos) ~?{_ME["fr"]}
            dites moi (?:tout )?ce que vous (?:avez|savez|detenez) sur moi
            (?:demande|exercice) (?:d |du |de )?(?:droit d )?acces ~?
        """,
        "portability": r"""
            (?:exportez|transferez|transmettez|envoyez|fournissez|remettez)(?! vous) ~(?:donnees|informations|contacts|historique) ~(?:format|vers|autre|concurrent|csv|json|xml|lisible|nouvelle?|prestataire|fournisseur)
            exportez moi ~(?:donnees|informations)
            demande de portabilite
        """,
        "rectification": r"""
            (?:corrigez|rectifiez|modifiez|changez|actualisez|completez|mettez a jour|remplacez|corrige|change)(?! vous) ~(?:adresse|nom|prenom|date de naissance|numero|mail|e ?mail|donnees|informations|coordonnees|profil|dossier|fiche|civilite)
            (?:demande|exercice) (?:de |du droit de )rectification
            (?:corrigez|rectifiez) (?:la|le|les|ca|cela)\b
        """,
        "objection": r"""
            (?:arretez|cessez|stoppez|arrete|stop) ~(?:contacter|envoyer|utiliser|traiter|vendre|partager|transmettre|pister|profiler|appeler|analyser|exploiter|prospection|traitement|solliciter|demarcher|publicites?|pub|mails?|newsletters?)
            ne (?:me |m |nous )?(?:contactez|envoyez|utilisez|traitez|vendez|partagez|transmettez|pistez|profilez|appelez|sollicitez|demarchez|communiquez|revendez)
            (?:desinscrivez|desabonnez|desinscris|desabonne) moi
            (?:retirez|enlevez|supprimez) moi de (?:votre|vos|la) (?:liste|newsletter|mailing|fichiers? de prospection|liste de diffusion)
            plus (?:de|aucune?) (?:pub|publicites?|mails?|newsletters?|sollicitations?|demarchage)\b
        """,
        "withdrawal": r"""
            (?:retirez|annulez|revoquez)(?! vous) ~consentement
            retrait de (?:mon )?consentement
        """,
    },
    "en": {
        "erasure": rf"""
            (?:delete|erase|remove|wipe|destroy|purge|forget|close|scrub) (?!your)~(?:{_DATA["en"]})
            forget (?:about )?me\b
            (?:request for|erasure request|deletion request|gdpr deletion)(?: (?:erasure|deletion))?
        """,
        "access": rf"""
            (?:send|give|provide|tell|show|email|disclose|supply|mail|hand over) ~(?:data|information|everything|what|file|records?|details|copy|info) ~{_ME["en"]}
            (?:send|give|provide|email|show|mail)(?: me| us)? (?:all )?(?:of )?(?:my) (?:personal )?(?:data|information|records?|file)
            (?:give|grant)(?: me| us)? access to ~my ~(?:data|information|records?|file)
            (?:subject access|data subject access|data access|dsar|sar)(?: request)?
        """,
        "portability": r"""
            (?:export|transfer|transmit|port|move|send|give|migrate) ~my ~(?:data|information|account|contacts|records|history) ~(?:format|to another|to a different|to my new|elsewhere|to a competitor|csv|json|xml|machine readable|new provider|another provider)
            export (?:all )?(?:of )?my (?:personal )?(?:data|information|contacts)
            (?:data )?portability request
        """,
        "rectification": r"""
            (?:correct|rectify|change|update|fix|amend|complete|replace) (?:my|the) ~(?:address|name|surname|date of birth|birth ?date|birthday|number|e ?mail|data|information|details|profile|records?|file|spelling)
            (?:correct|fix|rectify) (?:it|that|this)\b
        """,
        "objection": r"""
            (?:stop|cease|quit) ~(?:using|processing|selling|sharing|sending|contacting|profiling|tracking|calling|emailing|passing|analysing|analyzing|mailing|marketing|transferring|spamming|disclosing|texting)
            (?:do not|don t|dont|never) (?:ever )?(?:use|process|sell|share|send|contact|profile|track|call|email|pass|analyse|analyze|transfer|disclose|market|give)
            (?:unsubscribe|opt) (?:me|out)\b
            (?:take|get|remove) me (?:off|from) ~(?:list|newsletter|lists|mailing|emails)
            no more (?:marketing|ads|adverts|newsletters?|emails?|calls|profiling)
        """,
        "withdrawal": r"""
            (?:withdraw|revoke|cancel|retract) my (?:\w+ )?(?:consent|permission|authori[sz]ation)
        """,
    },
    "es": {
        "erasure": rf"""
            (?:borren|borre|borrad|borra|eliminen|elimine|eliminad|elimina|supriman|suprima|suprimid|destruyan|quiten|quite|quitad|cancelen|cancele|cierren|cierre|cerrad|olviden|retiren) ~(?:{_DATA["es"]})
            (?:borren|borrad|eliminen|olviden|olvidenme|borrenme|eliminenme|bor?radme|olvidaos de mi)(?: me)? ?(?:todo|de|a mi|$)
            (?:solicitud de|ejercicio del derecho de|ejercicio del derecho al) (?:supresion|olvido|cancelacion|borrado)
        """,
        "access": rf"""
            (?:envien|envie|enviad|manden|mande|mandad|faciliten|facilite|den|deme|denme|entreguen|remitan|digan|diganme|digame|indiquen|ensenen|muestren|enviame|enviadme|mandadme|mandenme|envienme|facilitenme|muestrenme|decidme|dadme)(?: me)? ~(?:datos|informacion|todo lo que|expediente|copia|que) ~?{_ME["es"]}
            (?:solicitud de|ejercicio del derecho de) acceso
        """,
        "portability": r"""
            (?:exporten|transfieran|transfiera|transmitan|trasladen|envien|pasen|envienme|entreguenme|transferid) ~(?:datos|informacion|contactos|historial|cuenta) ~(?:formato|otr[oa]|competencia|csv|json|xml|nuev[oa]|legible)
            (?:exporten|exportad|exporte) ~mis datos
            (?:solicitud de|ejercicio del derecho a la) portabilidad
        """,
        "rectification": r"""
            (?:corrijan|corrija|corregid|rectifiquen|rectifique|modifiquen|modifique|cambien|cambie|cambiad|actualicen|actualice|actualizad|completen|arreglen) ~(?:direccion|domicilio|nombre|apellidos?|fecha de nacimiento|numero|telefono|correo|email|mail|datos|informacion|perfil|ficha|dni)
            (?:corrijanlo|corrijanla|rectifiquenlo|corregidlo|corrijalo)
            (?:solicitud de|ejercicio del derecho de) rectificacion
        """,
        "objection": r"""
            (?:dejen|deje|dejad|cesen|paren|basta) de (?:utiliz|us|trat|vend|compart|envi|contact|llam|mand|ced|perfil|rastre|transfer|molest|analiz)\w*
            no (?:me |nos )?(?:utilicen|usen|traten|vendan|compartan|envien|contacten|llamen|manden|cedan|perfilen|rastreen|transfieran|envieis|mandeis|llameis|cedais|vendais)
            (?:denme de baja|dadme de baja|quitenme de|sacadme de|den(?:me)? de baja|borrenme de la lista|quiten mi correo)
            (?:no mas|basta de|ni un|ni una) (?:publicidad|correos|llamadas|emails)
        """,
        "withdrawal": r"""
            (?:retiren|anulen|revoquen|cancelen) mi (?:consentimiento|autorizacion)
        """,
    },
    "de": {
        "erasure": rf"""
            (?:loschen|losche|loscht|losch|entfernen|entferne|entfernt|vernichten|vergessen|schliessen)(?: sie| sie bitte| bitte sie| mal| bitte| doch)* (?!ihr)~(?:{_DATA["de"]})
            (?:antrag auf|aufforderung zur) (?:datenloschung|loschung)
            (?:meine daten|mein konto|alles|alle meine daten) (?:loschen|entfernen)$
            (?:vergessen sie|vergesst) mich
        """,
        "access": rf"""
            (?:schicken|senden|geben|nennen|sagen|teilen|ubermitteln|zeigen|schickt|sendet|gebt|sagt|erteilen)(?: sie)? (?:mir|uns) ~(?:daten|informationen|was|alles|auskunft|kopie) ~?(?:{_ME["de"]}|gespeicherten)?
            (?:antrag auf|bitte um) (?:auskunft|datenauskunft)
            datenauskunft(?: bitte)?
        """,
        "portability": r"""
            (?:ubertragen|exportieren|ubermitteln|schicken|senden|geben)(?: sie)? ~(?:daten|informationen|kontakte|verlauf) ~(?:format|anderen|neuen|csv|json|xml|maschinenlesbar\w*|neue|andere)
            exportieren sie ~meine daten
            antrag auf datenubertrag\w*
        """,
        "rectification": r"""
            (?:berichtigen|korrigieren|andern|aktualisieren|vervollstandigen|korrigiert|andert)(?: sie)? ~(?:adresse|anschrift|namen?|nachnamen?|geburtsdatum|nummer|telefonnummer|mail|daten|angaben|profil|akte|eintrag|schreibweise|mailadresse)
            (?:korrigieren|berichtigen|andern) sie (?:das|es|dies|sie)\b
            antrag auf berichtigung
        """,
        "objection": r"""
            (?:horen sie auf|hort auf|unterlassen sie|stoppen sie|stoppt|beenden sie|schluss mit|stellen sie) ~(?:daten|werbung|newsletter|mails?|anrufe?|kontaktieren|verarbeitung|nutzung|weitergabe|profil\w*|verkauf|tracking|verwenden|nutzen)
            (?:verwenden|nutzen|verkaufen|geben|schicken|senden|rufen|kontaktieren|teilen|verarbeiten|analysieren)(?: sie)? ~(?:nicht|keine|nie) ?
            (?:melden sie mich|tragen sie mich|nehmen sie mich|meldet mich) ~(?:ab|aus|verteiler|newsletter)
            keine (?:werbung|newsletter|werbemails|anrufe|mails) mehr
        """,
        "withdrawal": r"""
            widerruf meiner (?:einwilligung|zustimmung)
        """,
    },
    "it": {
        "erasure": rf"""
            (?:cancellate|cancelli|cancella|eliminate|elimini|elimina|rimuovete|rimuova|rimuovi|distruggete|togliete|tolga|chiudete|chiuda|dimenticate|dimenticatemi|cancellatemi|eliminatemi) ~(?:{_DATA["it"]}|tutto|dai)
            (?:dimenticatemi|dimenticatevi di me)
            (?:richiesta di|esercizio del diritto di|esercizio del diritto alla) (?:cancellazione|oblio|eliminazione)
        """,
        "access": rf"""
            (?:inviate|inviatemi|mandate|mandatemi|fornitemi|fornite|comunicatemi|trasmettetemi|datemi|mi dia|mi mandi|mi invii|ditemi|mostratemi|mandami|inviami|dammi|consegnatemi) ~(?:dati|informazioni|tutto|fascicolo|copia|cosa) ~?{_ME["it"]}
            (?:richiesta di|esercizio del diritto di) accesso
        """,
        "portability": r"""
            (?:esportate|trasferite|trasmettete|inviate|inviatemi|passate|mandate|mandatemi) ~(?:dati|informazioni|contatti|storico|account) ~(?:formato|altr[oa]|concorrente|csv|json|xml|nuov[oa]|leggibile)
            (?:esportate|esportatemi|esporti) ~(?:i )?miei dati
            (?:richiesta di|esercizio del diritto alla) portabilita
        """,
        "rectification": r"""
            (?:correggete|corregga|correggi|rettificate|modificate|modifichi|cambiate|cambi|aggiornate|aggiorni|aggiorna|completate|sistemate) ~(?:indirizzo|nome|cognome|data di nascita|numero|telefono|e ?mail|mail|dati|informazioni|profilo|scheda|recapiti|codice fiscale)
            (?:correggetelo|correggetela|rettificatelo|correggeteli)
            (?:richiesta di|esercizio del diritto di) rettifica
        """,
        "objection": r"""
            (?:smettete|smettetela|cessate|basta|finitela|smetta|interrompete) (?:di )?~(?:us|utilizz|tratt|vend|condivid|invi|contatt|chiam|mand|ced|profil|tracci|trasfer|telefon|pubblicita|email|newsletter)\w*
            non (?:mi )?(?:usate|utilizzate|trattate|vendete|condividete|inviate|contattate|chiamate|mandate|cedete|profilate|tracciate|inviatemi|mandatemi|chiamatemi|contattatemi|telefonatemi)
            (?:disiscrivetemi|toglietemi|cancellatemi|rimuovetemi) dall?a?
            (?:basta|niente piu|non piu) (?:pubblicita|email|newsletter|chiamate|mail)
        """,
        "withdrawal": r"""
            (?:revoca|ritiro) del (?:mio )?consenso
            (?:ritirate|annullate|revocate) il mio consenso
        """,
    },
}

DECLARED = {
    "fr": {
        "objection": r"""
            je m oppose|nous nous opposons|je fais opposition|je refuse (?:que|de (?:recevoir|figurer)|d etre (?:contact|demarch|profil|pist|suivi|appel)\w*|tout(?:e)? (?:prospection|profilage|demarchage))
            j exerce ~droit d opposition
            je n accepte (?:plus|pas) que vous
            je me (?:desabonne|desinscris)
        """,
        "withdrawal": r"""
            je (?:retire|revoque|reprends|annule|reviens sur) ~(?:consentement|autorisation|accord)
            je ne (?:consens|donne) plus (?:aux?|a|mon (?:consentement|accord))
            mon consentement (?:est|doit etre) (?:retire|revoque|annule)
            je ne suis plus d accord (?:avec|pour que|que) ~(?:donnees|vous|traitement|cookies)
        """,
        "erasure": r"""
            j exerce ~droit (?:a l effacement|a l oubli|de suppression|d effacement)|je fais valoir ~droit (?:a l effacement|a l oubli|de suppression)|j invoque ~droit (?:a l oubli|a l effacement)
        """,
        "access": r"""
            j exerce ~droit d acces|je fais valoir ~droit d acces|j invoque ~droit d acces|ceci est une demande d acces|par la presente ~droit d acces
        """,
        "portability": r"(?:j exerce|je fais valoir|j invoque) ~portabilite",
        "rectification": r"(?:j exerce|je fais valoir|j invoque) ~droit de rectification",
    },
    "en": {
        "objection": r"""
            (?:i|we) (?:hereby |strongly |formally )?(?:object|am objecting|opt out|refuse to be|refuse to let|do not agree to you|don t agree to you|no longer want you to|no longer agree to you)
            (?:i|we) (?:do not|don t|dont|never) want (?:you to |to be |my (?:data|details|information|address) |any (?:more )?(?:marketing|ads|newsletters|emails)|to (?:receive|get) any)
            (?:i|we) (?:do not|don t) want ~(?:used|shared|sold|processed|passed on|profiled|tracked|contacted)
            (?:i am|i m) exercising ~right to object
            (?:i|we) exercise ~right to (?:object|restrict)
            (?:i am|i m|we are) opting out
        """,
        "withdrawal": r"""
            (?:i|we) (?:hereby |herewith |now )?(?:withdraw|revoke|take back|cancel|retract|am withdrawing|rescind|am revoking) ~(?:consent|permission|authori[sz]ation)
            (?:i|we) (?:no longer|do not|don t) consent
            my consent is (?:hereby |now )?(?:withdrawn|revoked)
            you no longer have my (?:consent|permission)
        """,
        "erasure": r"(?:i am|i m|we are|i|we) (?:hereby )?(?:exercising|exercise|invoke|invoking) ~right (?:to (?:be forgotten|erasure|deletion)|of erasure)",
        "access": r"""
            (?:i am|i m|we are|i|we) (?:hereby )?(?:exercising|exercise|invoke|invoking|making|make) ~(?:right of access|right to access|subject access request|access request|dsar)
            this is (?:a|my) ~(?:access request|dsar|sar)
        """,
        "portability": r"(?:i am|i m|we are|i|we) (?:hereby )?(?:exercising|exercise|invoke|invoking) ~portability",
        "rectification": r"(?:i am|i m|we are|i|we) (?:hereby )?(?:exercising|exercise|invoke|invoking) ~rectification",
    },
    "es": {
        "objection": r"""
            me opongo|nos oponemos|ejerzo ~derecho de oposicion|no (?:quiero|deseo|acepto|autorizo) (?:que (?:usen|utilicen|traten|vendan|compartan|cedan|me (?:llamen|contacten|envien|perfilen|rastreen|manden)|mis datos|sigan|useis|vendais|cedais)|recibir|seguir recibiendo|mas (?:publicidad|correos|llamadas|emails)|ser (?:perfilad|contactad|rastread)\w*)
            me niego a que
            me doy de baja
        """,
        "withdrawal": r"""
            (?:retiro|revoco|anulo|cancelo) ~(?:consentimiento|autorizacion|permiso)
            ya no (?:consiento|doy mi consentimiento|autorizo)
            mi consentimiento queda (?:retirado|revocado|anulado)
            dejo de dar mi consentimiento
        """,
        "erasure": r"(?:ejerzo|ejercito|invoco|hago valer|hago uso de) ~derecho (?:de supresion|al olvido|de cancelacion|a la supresion)",
        "access": r"(?:ejerzo|ejercito|invoco|hago valer|hago uso de) ~derecho de acceso",
        "portability": r"(?:ejerzo|ejercito|invoco|hago valer|hago uso de) ~portabilidad",
        "rectification": r"(?:ejerzo|ejercito|invoco|hago valer|hago uso de) ~derecho de rectificacion",
    },
    "de": {
        "objection": r"""
            (?:ich|wir) (?:hiermit )?(?:widerspreche|widersprechen|lege ~widerspruch|legen ~widerspruch|erhebe ~widerspruch|untersage|verbiete)
            (?:hiermit|daher|deshalb|somit) (?:widerspreche|lege|untersage) ich
            (?:ich|wir) (?:will|mochte|wollen|mochten|wunsche) ~(?:keine|nicht|nie|keinerlei) ~(?:werbung|newsletter|mails?|anrufe|kontaktiert|angerufen|verwend\w*|genutzt|nutz\w*|verarbeit\w*|weitergeb\w*|weitergegeben|verkauf\w*|profil\w*|getrackt|verfolgt|werbemails|angeschrieben|ausgewertet|geteilt)
            (?:ich|wir) (?:mache|uben|ube) ~widerspruchsrecht
            ich melde mich (?:hiermit )?(?:vom newsletter|von ihrem newsletter|von eurem newsletter) ab
        """,
        "withdrawal": r"""
            (?:ich|wir) (?:hiermit )?(?:widerrufe|widerrufen|ziehe|nehme|ziehen|entziehe) ~(?:einwilligung|zustimmung|einverstandnis|erlaubnis|genehmigung)
            (?:hiermit|daher|deshalb|somit|jetzt) (?:widerrufe|ziehe|nehme|entziehe) ich ~(?:einwilligung|zustimmung|einverstandnis|erlaubnis)
            ich (?:willige nicht mehr|stimme ~nicht (?:mehr|langer) zu|bin nicht mehr (?:damit )?einverstanden)
            meine (?:einwilligung|zustimmung) (?:ist|gilt|wird) ~(?:widerrufen|zuruckgezogen|nicht mehr)
        """,
        "erasure": r"""
            (?:ich|wir) (?:mache|machen|uben|ube|berufe mich auf) ~recht(?:s|e)? (?:auf (?:loschung|vergessenwerden))
        """,
        "access": r"""
            (?:ich|wir) (?:mache|machen|uben|ube|berufe mich auf) ~(?:auskunftsrecht|recht(?:s|e)? auf auskunft)
            (?:hiermit )?(?:mache|stelle) ich ~(?:auskunftsrecht|auskunftsersuchen|antrag auf auskunft)
        """,
        "portability": r"(?:ich|wir) (?:mache|machen|uben|ube|berufe mich auf) ~(?:datenubertragbarkeit|datenportabilitat)",
        "rectification": r"(?:ich|wir) (?:mache|machen|uben|ube|berufe mich auf) ~recht(?:s|e)? auf berichtigung",
    },
    "it": {
        "objection": r"""
            mi oppongo|ci opponiamo|esercito ~diritto di opposizione|non (?:voglio|desidero|accetto|autorizzo) (?:piu )?(?:che (?:usiate|utilizziate|trattiate|vendiate|condividiate|cediate|mi (?:chiamiate|contattiate|inviate|profiliate|mandiate|tracciate)|i miei dati)|ricevere|essere (?:contattat|profilat|tracciat|chiamat)\w*|pubblicita|email)
            mi rifiuto di essere
            mi disiscrivo
        """,
        "withdrawal": r"""
            (?:ritiro|revoco|annullo) ~(?:consenso|autorizzazione)
            non (?:acconsento|do) piu(?: il mio consenso)?
            il mio consenso (?:e|viene|deve essere) (?:ritirato|revocato)
        """,
        "erasure": r"(?:esercito|invoco|faccio valere|mi avvalgo) ~diritto (?:alla cancellazione|all oblio|di cancellazione)",
        "access": r"(?:esercito|invoco|faccio valere|mi avvalgo) ~diritto (?:di|d) accesso",
        "portability": r"(?:esercito|invoco|faccio valere|mi avvalgo) ~portabilita",
        "rectification": r"(?:esercito|invoco|faccio valere|mi avvalgo) ~diritto di rettifica",
    },
}

ASKED = {
    "fr": r"""
        (?:comment|quand|combien|pourquoi|ou est ce|que se passe t il|qu arrive t il|qui (?:peut|doit|dois)|a qui|a quelle adresse|sous quel delai|quels? sont|quelles? sont|quelles? (?:est|donnees|informations) (?:la|collectez|avez|conservez|utilisez))\b(?! vous (?:ose|permettez))
        (?:puis je|est ce que je (?:peux|pourrais|dois)|est il possible|ai je (?:le droit|la possibilite|droit)|peut on|pouvons nous|est ce que (?:l on|on) peut|suis je|dois je|serait il possible|a t on le droit|je peux (?!vous demander de))
        (?:savoir|comprendre|demander|dire|expliquer|indiquer|preciser|me demande|apprendre) (?:si|comment|quand|combien|ou|a qui|pourquoi|par quel|quel est|quels? sont|quelle est|ce qui se passe|ce qu il|la procedure|la marche|le delai)\b
        si (?:je|j|on|l on|un|une|mes|nous|quelqu un|vous)\b
        (?:lorsque|lorsqu|quand) (?:je|j|on|un)\b
        (?:j ai (?:deja )?(?:demande|supprime|efface|retire|corrige|change)|(?:vous avez|on m a|a ete|ont ete|etaient) (?:deja )?(?:efface|supprime|corrige|retire|modifie)\w*|m avait demande)
        je (?:ne )?(?:veux|souhaite|voudrais|desire) (?:surtout )?pas (?:que vous )?(?:effac|supprim|perdre|retir|clotur|supprimiez)\w*
        n (?:effacez|supprimez|envoyez pas|oubliez) (?:surtout )?pas
        ne (?:supprimez|corrigez|retirez|modifiez|cloturez|changez|fermez) (?:surtout )?pas
        sans (?:que|supprimer|effacer|retirer)\b
        je veux (?:juste|seulement|simplement) (?:comprendre|savoir|une information)
        (?:mot de passe|langue|la question|le sujet|ma question)\b
    """,
    "en": r"""
        explain\b
        (?:how|when|why|where|who|which|what happens|what (?:is|are|do|does|kind|sort|if))\b(?! much (?:more )?longer)(?! (?:data|information) (?:you|do you) ~about me)
        (?:can|may|could|should|must|do|am|shall|would|will|might) (?:i|we|my|one|people|users|customers)\b(?! (?:please )?(?:have|get|ask you|request))
        (?:is it|would it be|is there|are there|am i (?:able|allowed|entitled)|do i have|does my|are you|do you|does it|did you|does|has my|have you|is my|are my|was my)\b
        (?:know|understand|ask|wonder|wondering|tell me|explain|find out|learn|asking|curious|clarify|sure) (?:to me )?(?:if|whether|how|when|why|where|who|what happens|what the|what (?:is|are)|about(?! me\b)|more about|which)\b
        (?:if|when|once|after|before|unless|suppose|in case|until|whether) (?:i|we|you|someone|a|an|my|the|people|users)\b
        (?:i (?:have )?(?:already )?(?:deleted|asked|withdrew|corrected|changed|requested|removed)|i ve (?:already )?(?:deleted|asked|withdrawn|requested)|was deleted|were deleted|has been (?:deleted|corrected)|have been (?:deleted|corrected)|you deleted|you have deleted)\b
        (?:i (?:do not|don t|dont) want (?:you to |to )?(?:delete|erase|lose|remove|close|withdraw)|(?:do not|don t|dont|never) (?:delete|erase|remove|close|correct|withdraw))\b
        without (?:deleting|removing|losing|my|erasing|closing|withdrawing)
        (?:password|language setting|the subject|my question|my mind|the topic|display language)\b
    """,
    "es": r"""
        (?:como|cuando|cuanto|cuanta|por que|donde|quien|quienes|que pasa|que ocurre|que sucede|cual|cuales|en que plazo|a quien|que datos (?:recog|trata|recopil|guard|us)\w*)\b
        (?:puedo|podria yo|es posible|se puede|tengo derecho|podemos|debo|seria posible|hay alguna forma|hay manera|existe|se pueden|tengo que|tengo la posibilidad)\b
        (?:saber|entender|preguntar|explicar\w*|indicarme|decirme|aclarar\w*|conocer|preguntarles|informacion sobre) (?:si|como|cuando|cuanto|donde|a quien|por que|cual|el plazo|el procedimiento|el derecho|la manera|que pasa)\b
        si (?:yo |me |mis |un |una |alguien |se |quiero|pido|retiro|borro|solicito|ejerzo|elimino|cancelo|les|el|mi|no)
        (?:una vez que|despues de|antes de|al) (?:borr|elimin|cancel|retir|que)\w*
        (?:ya (?:pedi|solicite|borre|elimine|retire|he)|he (?:pedido|borrado|eliminado|retirado|solicitado)|(?:fueron|han sido|fue|ha sido) (?:borrad|eliminad|corregid)\w*|me pidieron)
        no (?:quiero|deseo) (?:que )?(?:me )?(?:borr|elimin|perder|cerr|suprim|cancel|retirar)\w*
        no (?:borren|eliminen|cancelen|supriman|cierren|corrijan|borre|elimine)\b
        sin (?:borrar|eliminar|perder|retirar|que)\b
        (?:contrasena|idioma|mi pregunta|de tema|el tema)\b
    """,
    "de": r"""
        (?:wie|wann|warum|wieso|wo|wer|wen|an wen|wem|was passiert|was geschieht|was kostet|welche (?:daten (?:erheb|sammel|verarbeite|speicher)\w*(?! sie uber mich)|rechte|frist)|was (?:ist|sind|bedeutet|heisst))\b
        (?:kann|darf|muss|soll|konnte|durfte|kann man|darf man|konnen|musste|sollte|konnten) (?:ich|man|wir|meine|mein|kunden|nutzer|jeder)\b
        (?:ist es (?:moglich|erlaubt)|habe ich (?:das recht|ein recht|einen anspruch|die moglichkeit)|gibt es|besteht|ware es moglich)\b
        (?<![\w ])(?:werden|wird|haben sie|(?:loschen|speichern|geben|verkaufen|verwenden|nutzen|verarbeiten|teilen) (?:sie|ihr))\b(?! (?:sie )?bitte)[^?]*\?
        (?:wissen|verstehen|fragen|sagen|erklaren|erfahren|mitteilen|frage mich|klaren) , (?:ob|wie|wann|wo|warum|an wen|wer|wen|was (?:passiert|geschieht|ich tun|mit)|wie lange|welches recht|wohin)\b
        (?:wissen|verstehen|fragen|sagen|erklaren|erfahren|mitteilen) (?:ob|wie|wann|wo|warum|an wen|was passiert|wie lange)\b
        (?:wenn|falls|sobald|nachdem|bevor|angenommen|sofern|ob) (?:ich|man|wir|jemand|ein|eine|meine|mein|sie)\b
        (?:ich habe (?:\w+ ){0,4}?(?:geloscht|widerrufen|beantragt|geandert|gebeten|korrigiert|verlangt)|(?:wurde|wurden|worden) (?:\w+ ){0,2}?(?:geloscht|berichtigt|korrigiert)|(?:geloscht|berichtigt|korrigiert) (?:wurde|wurden|worden))
        (?:nicht|keinesfalls|bloss nicht) (?:mein|meine|das|die|den)? ?(?:konto|daten|account|profil)? ?(?:loschen|geloscht|entfernen|schliessen|verlieren|loschst|verlier)
        (?:loschen|entfernen|schliessen|andern) sie (?:mein |meine |das |die )?(?:konto|daten|account|profil|angaben) (?:bitte )?(?:nicht|auf keinen fall)
        ohne (?:\w+ ){0,4}?(?:zu loschen|loschen|loschung|zu verlieren)
        (?:passwort|kennwort|sprache|thema|meine frage)\b
    """,
    "it": r"""
        (?:come|quando|quanto|perche|dove|chi|a chi|cosa succede|che succede|cosa accade|quale|quali(?! (?:dati|informazioni) (?:avete|conservate|possedete|detenete|trattate) su)|in quanto tempo|entro quanto|che cosa succede)\b
        (?:posso|potrei|e possibile|si puo|ho (?:il )?diritto|possiamo|devo|sarebbe possibile|c e (?:un )?modo|esiste|si possono|ho la possibilita|dovrei)\b
        (?:sapere|capire|chiedere|spiegar\w*|indicarmi|dirmi|chiarire|conoscere|chiedervi|informazioni su) (?:se|come|quando|quanto|dove|a chi|perche|quale|quali(?! (?:dati|informazioni) (?:avete|conservate|possedete|detenete|trattate) su)|il termine|la procedura|il diritto|cosa succede|i tempi)\b
        se (?:io |mi |i miei |un |una |qualcuno |si |voglio|chiedo|ritiro|cancello|revoco|vi|elimino|il|volessi|non)
        (?:una volta|dopo|prima) (?:che|di|la|aver)\b
        (?:ho (?:gia )?(?:chiesto|cancellato|eliminato|ritirato|revocato|richiesto|corretto)|(?:sono stati|e stato|e stata|sono state) (?:gia )?(?:cancellat|eliminat|corrett)\w*|mi avete chiesto)
        non (?:voglio|desidero) (?:che )?(?:mi )?(?:cancell|elimin|perder|chiud|rimuov|ritirare)\w*
        non (?:cancellate|eliminate|rimuovete|chiudete|correggete|cancelli|elimini)\b
        senza (?:cancell|elimin|perder|che|ritir)\w*
        (?:password|lingua|la mia domanda|argomento)\b
    """,
}
