"""What visitors write about their rights: a right and a wish to exercise it, or `-` for neither.

Written for these tests, before the rules were tried on them. `-` are questions about a right,
suppositions, reports of what was done, refusals, and small talk with the same words in it.
"""

FRENCH = """
erasure | Je veux que vous effaciez mes données
erasure | Supprimez mon compte et toutes mes informations, merci.
erasure | Merci de supprimer toutes les données que vous détenez sur moi.
erasure | Bonjour, pouvez-vous effacer mon dossier ?
erasure | J'exige l'effacement immédiat de mes données personnelles
erasure | je voudrais que mon compte soit supprimé svp
erasure | Veuillez procéder à la suppression de mes données.
erasure | J'exerce mon droit à l'oubli.
erasure | Effacez tout ce que vous avez sur moi
erasure | En vertu de l'article 17 du RGPD, je vous demande d'effacer mes données.
erasure | Jveux que vous supprimiez mon profil
erasure | Pourriez-vous retirer mes photos de vos serveurs s'il vous plaît ?
access | Je voudrais recevoir une copie de mes données personnelles
access | Envoyez-moi toutes les données que vous avez sur moi.
access | J'aimerais savoir quelles données vous détenez à mon sujet
access | Je demande l'accès à mes données.
access | Merci de me communiquer l'ensemble des informations me concernant
access | J'exerce mon droit d'accès.
access | Pouvez-vous m'envoyer une copie de mon dossier ?
access | Conformément à l'article 15 du RGPD, je souhaite consulter mes données
access | Dites-moi tout ce que vous savez sur moi
access | Je souhaite obtenir les informations que vous conservez sur moi
rectification | Mon adresse est fausse, corrigez-la.
rectification | Je souhaite modifier mon adresse e-mail dans votre base
rectification | Veuillez rectifier ma date de naissance
rectification | Merci de mettre à jour mes coordonnées, j'ai déménagé.
rectification | Je veux que vous corrigiez mon nom, il est mal orthographié
rectification | Pouvez-vous changer mon numéro de téléphone ?
portability | Je veux récupérer mes données dans un format lisible par machine
portability | Transférez mes données à mon nouveau prestataire
portability | J'aimerais exporter toutes mes données
portability | Je demande la portabilité de mes données
portability | Merci de m'envoyer mes données au format CSV
objection | Je m'oppose au traitement de mes données à des fins de prospection
objection | Je ne veux plus recevoir vos mails publicitaires
objection | Arrêtez de m'envoyer de la publicité !
objection | Cessez d'utiliser mes données pour le profilage
objection | Désinscrivez-moi de votre newsletter
objection | Ne vendez pas mes données
objection | Je refuse que vous partagiez mes données avec vos partenaires
withdrawal | Je retire mon consentement
withdrawal | Je souhaite retirer mon consentement aux cookies
withdrawal | Je révoque mon autorisation d'utiliser ma photo
withdrawal | Je ne consens plus au traitement de mes données
- | Puis-je faire effacer mes données ?
- | Comment supprimer mon compte ?
- | Que se passe-t-il si je retire mon consentement ?
- | Combien de temps gardez-vous mes données ?
- | Est-ce que je peux m'opposer au profilage ?
- | Ai-je le droit d'accéder à mes données ?
- | Je voudrais savoir comment effacer mes données
- | Quels sont mes droits ?
- | Supprimez-vous mes données après trois ans ?
- | Je veux savoir si vous vendez mes données
- | Quelles données collectez-vous ?
- | À qui dois-je écrire pour exercer mon droit d'accès ?
- | Je ne veux pas que vous supprimiez mon compte
- | J'ai supprimé mon compte hier
- | Si je demande la suppression, que devient ma facture ?
- | Sous quel délai répondez-vous à une demande d'accès ?
- | Je veux parler à un conseiller
- | Pouvez-vous me dire si mes données sont transférées aux États-Unis ?
- | Mes données sont-elles effacées quand je ferme mon compte ?
- | Merci pour votre réponse
- | Je voudrais changer de mot de passe
- | J'aimerais comprendre pourquoi vous gardez mon adresse
- | Où sont stockées mes données ?
- | Est-il possible de récupérer mes données ?
- | Peut-on retirer son consentement à tout moment ?
- | Vendez-vous mes données ?
- | Je souhaite des informations sur les cookies
- | Utilisez-vous mes données pour la publicité ?
- | Je veux changer la langue du site
- | Expliquez-moi ce qu'est la portabilité
- | Quand effacez-vous les données des candidats ?
- | Partagez-vous mes informations avec des tiers ?
- | Ne supprimez surtout pas mon compte
- | Je demande une réponse claire à ma question
- | Qui peut accéder à mes données ?
"""

ENGLISH = """
erasure | Please delete my account
erasure | I want you to erase all my data
erasure | Delete everything you have on me
erasure | Could you please remove my details from your database?
erasure | I request the deletion of my personal data under article 17 GDPR
erasure | I'd like my account deleted
erasure | I am exercising my right to be forgotten.
erasure | Forget me
erasure | You must delete my photos
erasure | Hi, can you wipe my profile please
erasure | Erase my data immediately!
erasure | I want to be forgotten
access | Send me a copy of my data
access | I want to see all the data you hold about me
access | I would like to make a subject access request
access | Please provide me with all personal information you have about me
access | Under Article 15 GDPR I request access to my personal data.
access | I want to know what data you have on me
access | Can you send me everything you know about me?
access | Give me access to my data
access | I hereby request a copy of all my personal data
access | This is a data subject access request
rectification | My address is wrong, please correct it
rectification | Please update my email address
rectification | I want you to correct my date of birth
rectification | Change my phone number in your records
rectification | I'd like to have my name corrected
rectification | Could you fix the spelling of my surname?
portability | I want to export my data
portability | Please transfer my data to another provider
portability | Send me my data in a machine readable format
portability | I would like to receive my data as a CSV
portability | I invoke my right to data portability
objection | I object to the processing of my data for marketing
objection | Stop sending me marketing emails
objection | I don't want you to share my data with third parties
objection | Please unsubscribe me from your newsletter
objection | Do not sell my personal information
objection | Stop tracking me
objection | I want to opt out of profiling
objection | Take me off your mailing list
withdrawal | I withdraw my consent
withdrawal | I'd like to withdraw my consent to cookies
withdrawal | I revoke my permission to use my picture
withdrawal | I no longer consent to the processing of my data
- | Can I have my data deleted?
- | How do I delete my account?
- | What happens if I withdraw my consent?
- | How long do you keep my data?
- | Do I have the right to object?
- | Can I access my data?
- | I want to know how to delete my data
- | What are my rights?
- | Do you sell my data?
- | Who can see my personal information?
- | Tell me about the right to erasure
- | I don't want you to delete my account
- | I deleted my account yesterday
- | If I ask for deletion, what happens to my invoices?
- | When do you delete my data?
- | I want to talk to a person
- | Could you tell me whether my data is sent to the US?
- | Will my data be erased when I close my account?
- | Thanks for your answer
- | I want to change my password
- | I'd like to understand why you keep my address
- | Where is my data stored?
- | Is it possible to export my data?
- | May I withdraw my consent at any time?
- | I want to change the language
- | Please explain what portability means
- | Please don't delete my account
- | Do you share my information with third parties?
- | Was my request for erasure received?
- | What data do you collect about me?
- | Which data do you share with partners?
- | I would like to know whether you use my data for marketing
- | To whom do I send an access request?
- | Does your company delete applicants' files?
- | I want an answer to my question
"""

SPANISH = """
erasure | Quiero que borren mis datos
erasure | Eliminen mi cuenta por favor
erasure | Solicito la supresión de mis datos personales
erasure | ¿Pueden borrar toda mi información?
erasure | Les pido que eliminen todo lo que tienen sobre mí
erasure | Ejerzo mi derecho al olvido
erasure | Deseo cancelar mi cuenta y que se borren mis datos
erasure | Borren mi perfil
erasure | En virtud del artículo 17 del RGPD exijo la eliminación de mis datos
erasure | Necesito que eliminéis mis fotos
erasure | Por favor, quiten mi nombre de su base de datos
access | Quiero una copia de mis datos
access | Solicito acceso a mis datos personales
access | Envíenme toda la información que tienen sobre mí
access | Me gustaría saber qué datos tienen sobre mí
access | Ejerzo mi derecho de acceso
access | ¿Podrían enviarme una copia de mi expediente?
access | Quisiera recibir los datos que guardan sobre mi persona
access | Díganme qué datos míos tienen, quiero una copia de mis datos
access | Necesito ver todos los datos que tenéis de mí
rectification | Mi dirección está mal, corríjanla
rectification | Quiero cambiar mi correo electrónico en su base
rectification | Rectifiquen mi fecha de nacimiento
rectification | Solicito la rectificación de mis datos
rectification | Por favor actualicen mi número de teléfono
rectification | ¿Pueden corregir mi apellido?
portability | Quiero exportar mis datos
portability | Transfieran mis datos a otro proveedor
portability | Solicito la portabilidad de mis datos
portability | Envíenme mis datos en formato CSV
portability | Quisiera llevarme mis datos a otra compañía
objection | Me opongo al tratamiento de mis datos
objection | No quiero recibir más publicidad
objection | Dejen de enviarme correos
objection | No vendan mis datos
objection | Denme de baja del boletín
objection | No autorizo que compartan mis datos con terceros
objection | Paren de llamarme
objection | Quiero oponerme a la elaboración de perfiles
withdrawal | Retiro mi consentimiento
withdrawal | Quiero revocar mi consentimiento
withdrawal | Revoco la autorización para usar mi foto
withdrawal | Ya no doy mi consentimiento
withdrawal | Deseo retirar el consentimiento que di para las cookies
- | ¿Puedo pedir que borren mis datos?
- | ¿Cómo elimino mi cuenta?
- | ¿Qué pasa si retiro mi consentimiento?
- | ¿Cuánto tiempo guardan mis datos?
- | ¿Tengo derecho a oponerme?
- | ¿Puedo acceder a mis datos?
- | Quiero saber cómo borrar mis datos
- | ¿Cuáles son mis derechos?
- | ¿Venden mis datos?
- | ¿Quién puede ver mi información?
- | Explíquenme el derecho de supresión
- | No quiero que borren mi cuenta
- | Ya eliminé mi cuenta ayer
- | Si pido la supresión, ¿qué pasa con mis facturas?
- | ¿Cuándo borran mis datos?
- | Quiero hablar con una persona
- | ¿Pueden decirme si mis datos van a Estados Unidos?
- | ¿Se borran mis datos cuando cierro la cuenta?
- | Gracias por su respuesta
- | Quiero cambiar mi contraseña
- | Me gustaría entender por qué guardan mi dirección
- | ¿Dónde se almacenan mis datos?
- | ¿Es posible exportar mis datos?
- | ¿Se puede retirar el consentimiento en cualquier momento?
- | Quiero cambiar el idioma
- | No eliminen mi cuenta, por favor
- | ¿Comparten mi información con terceros?
- | ¿Qué datos recogen sobre mí?
- | ¿Para qué usan mi correo?
- | Quisiera saber si usan mis datos para publicidad
- | ¿A quién envío una solicitud de acceso?
- | ¿En qué plazo responden a una solicitud?
- | Quiero una respuesta a mi pregunta
- | ¿Tratan ustedes datos de menores?
- | ¿Usan cookies para la publicidad?
"""

GERMAN = """
erasure | Ich möchte, dass Sie meine Daten löschen
erasure | Löschen Sie bitte mein Konto
erasure | Bitte löschen Sie alle meine Daten
erasure | Ich verlange die Löschung meiner personenbezogenen Daten
erasure | Können Sie meine Daten löschen?
erasure | Hiermit fordere ich Sie auf, mein Profil zu löschen
erasure | Gemäß Artikel 17 DSGVO beantrage ich die Löschung meiner Daten
erasure | Vergessen Sie mich
erasure | löscht meine Daten
erasure | Ich will, dass mein Konto gelöscht wird
erasure | Ich mache mein Recht auf Löschung geltend
erasure | Entfernen Sie meine Fotos von Ihrem Server
access | Ich möchte eine Kopie meiner Daten
access | Schicken Sie mir alle Daten, die Sie über mich gespeichert haben
access | Ich verlange Auskunft über meine Daten
access | Ich möchte wissen, welche Daten Sie über mich gespeichert haben
access | Ich mache von meinem Auskunftsrecht Gebrauch
access | Bitte teilen Sie mir mit, was Sie über mich wissen
access | Hiermit beantrage ich eine Datenauskunft
access | Ich hätte gern Einsicht in meine Daten
access | Nach Artikel 15 DSGVO bitte ich um Auskunft
access | Könnten Sie mir meine gespeicherten Daten zusenden?
rectification | Meine Adresse ist falsch, bitte korrigieren Sie das
rectification | Bitte ändern Sie meine E-Mail-Adresse
rectification | Ich möchte mein Geburtsdatum berichtigen lassen
rectification | Berichtigen Sie meinen Namen
rectification | Können Sie meine Telefonnummer aktualisieren?
rectification | Ich beantrage die Berichtigung meiner Angaben
portability | Ich möchte meine Daten exportieren
portability | Übertragen Sie meine Daten an einen anderen Anbieter
portability | Ich verlange Datenübertragbarkeit
portability | Bitte schicken Sie mir meine Daten in einem maschinenlesbaren Format
portability | Ich will meine Daten zum neuen Anbieter mitnehmen
objection | Ich widerspreche der Verarbeitung meiner Daten
objection | Ich will keine Werbung mehr bekommen
objection | Hören Sie auf, mir Newsletter zu schicken
objection | Verkaufen Sie meine Daten nicht
objection | Melden Sie mich vom Newsletter ab
objection | Hiermit lege ich Widerspruch gegen das Profiling ein
objection | Ich möchte nicht, dass Sie meine Daten weitergeben
objection | Keine Werbung mehr bitte
withdrawal | Ich widerrufe meine Einwilligung
withdrawal | Ich möchte meine Einwilligung widerrufen
withdrawal | Hiermit ziehe ich meine Zustimmung zurück
withdrawal | Ich bin mit der Verarbeitung nicht mehr einverstanden, ich nehme meine Einwilligung zurück
- | Kann ich meine Daten löschen lassen?
- | Wie lösche ich mein Konto?
- | Was passiert, wenn ich meine Einwilligung widerrufe?
- | Wie lange speichern Sie meine Daten?
- | Habe ich ein Recht auf Auskunft?
- | Darf ich der Verarbeitung widersprechen?
- | Ich möchte wissen, wie ich meine Daten löschen kann
- | Welche Rechte habe ich?
- | Verkaufen Sie meine Daten?
- | Wer kann meine Daten sehen?
- | Erklären Sie mir das Recht auf Löschung
- | Ich möchte mein Konto nicht löschen
- | Ich habe mein Konto gestern gelöscht
- | Wenn ich die Löschung verlange, was passiert mit meinen Rechnungen?
- | Wann löschen Sie meine Daten?
- | Ich möchte mit einem Menschen sprechen
- | Können Sie mir sagen, ob meine Daten in die USA gehen?
- | Werden meine Daten gelöscht, wenn ich kündige?
- | Danke für Ihre Antwort
- | Ich möchte mein Passwort ändern
- | Ich würde gern verstehen, warum Sie meine Adresse speichern
- | Wo werden meine Daten gespeichert?
- | Ist es möglich, meine Daten zu exportieren?
- | Kann man die Einwilligung jederzeit widerrufen?
- | Ich möchte die Sprache ändern
- | Löschen Sie mein Konto bitte nicht
- | Geben Sie meine Daten an Dritte weiter?
- | Welche Daten erheben Sie?
- | Wofür nutzen Sie meine E-Mail-Adresse?
- | Ich möchte wissen, ob Sie meine Daten für Werbung nutzen
- | An wen schicke ich einen Auskunftsantrag?
- | Löschen Sie meine Daten nach drei Jahren?
- | Ich möchte eine Antwort auf meine Frage
- | Speichern Sie Daten von Kindern?
- | Bis wann müssen Sie auf eine Anfrage antworten?
"""

ITALIAN = """
erasure | Voglio che cancelliate i miei dati
erasure | Cancellate il mio account
erasure | Chiedo la cancellazione dei miei dati personali
erasure | Potete eliminare tutte le mie informazioni?
erasure | Vi chiedo di eliminare tutto quello che avete su di me
erasure | Esercito il mio diritto all'oblio
erasure | Vorrei che il mio profilo fosse cancellato, eliminate i miei dati
erasure | Ai sensi dell'articolo 17 del GDPR chiedo la cancellazione dei dati che mi riguardano
erasure | Per favore rimuovete le mie foto dai vostri sistemi
erasure | Dimenticatemi
erasure | Desidero la cancellazione del mio account
access | Vorrei una copia dei miei dati
access | Chiedo l'accesso ai miei dati personali
access | Inviatemi tutte le informazioni che avete su di me
access | Vorrei sapere quali dati avete su di me
access | Esercito il mio diritto di accesso
access | Potreste mandarmi una copia del mio fascicolo?
access | Desidero ricevere i dati che conservate su di me
access | Ditemi cosa sapete su di me
access | Voglio vedere tutti i dati che mi riguardano
rectification | Il mio indirizzo è sbagliato, correggetelo
rectification | Vorrei cambiare il mio indirizzo e-mail
rectification | Rettificate la mia data di nascita
rectification | Chiedo la rettifica dei miei dati
rectification | Per favore aggiornate il mio numero di telefono
rectification | Potete correggere il mio cognome?
portability | Vorrei esportare i miei dati
portability | Trasferite i miei dati a un altro fornitore
portability | Chiedo la portabilità dei miei dati
portability | Inviatemi i miei dati in formato CSV
portability | Voglio ricevere i miei dati in un formato leggibile da macchina
objection | Mi oppongo al trattamento dei miei dati
objection | Non voglio più ricevere pubblicità
objection | Smettete di inviarmi email
objection | Non vendete i miei dati
objection | Disiscrivetemi dalla newsletter
objection | Non voglio che condividiate i miei dati con terzi
objection | Basta pubblicità
objection | Voglio oppormi alla profilazione
withdrawal | Ritiro il mio consenso
withdrawal | Vorrei revocare il mio consenso
withdrawal | Revoco l'autorizzazione a usare la mia foto
withdrawal | Non acconsento più al trattamento
withdrawal | Desidero ritirare il consenso ai cookie
- | Posso far cancellare i miei dati?
- | Come cancello il mio account?
- | Cosa succede se ritiro il consenso?
- | Per quanto tempo conservate i miei dati?
- | Ho il diritto di oppormi?
- | Posso accedere ai miei dati?
- | Vorrei sapere come cancellare i miei dati
- | Quali sono i miei diritti?
- | Vendete i miei dati?
- | Chi può vedere le mie informazioni?
- | Spiegatemi il diritto alla cancellazione
- | Non voglio che cancelliate il mio account
- | Ho cancellato il mio account ieri
- | Se chiedo la cancellazione, che ne è delle fatture?
- | Quando cancellate i miei dati?
- | Voglio parlare con una persona
- | Potete dirmi se i miei dati vanno negli Stati Uniti?
- | I miei dati vengono cancellati quando chiudo l'account?
- | Grazie per la risposta
- | Voglio cambiare la password
- | Vorrei capire perché conservate il mio indirizzo
- | Dove sono conservati i miei dati?
- | È possibile esportare i miei dati?
- | Si può ritirare il consenso in qualsiasi momento?
- | Vorrei cambiare la lingua
- | Non cancellate il mio account, per favore
- | Condividete le mie informazioni con terzi?
- | Quali dati raccogliete su di me?
- | Per cosa usate la mia email?
- | Vorrei sapere se usate i miei dati per la pubblicità
- | A chi invio una richiesta di accesso?
- | Entro quanto rispondete a una richiesta?
- | Voglio una risposta alla mia domanda
- | Trattate dati di minori?
- | Usate cookie per la pubblicità?
"""

SENTENCES = [
    (language, right.strip(), sentence.strip())
    for language, listed in (
        ("fr", FRENCH),
        ("en", ENGLISH),
        ("es", SPANISH),
        ("de", GERMAN),
        ("it", ITALIAN),
    )
    for right, _, sentence in (line.partition("|") for line in listed.strip().splitlines())
]
