"""Phrases in Spanish: see `bot.answering.phrases`."""

SMALL_WORDS = """
    yo a e tú él ella usted ustedes nosotros vosotros el la los las un una unos unas del de al y
    o u pero que q qué quién cuál cuáles cómo cuándo cuánto cuántos cuánta cuántas dónde dnd por
    para pa con sin sobre en es son está están soy eres hay ha he han hacer puedo puede pueden
    podéis tengo tenéis tiene mi mis tu tus su sus vuestro vuestra vuestros me te se le les lo
    no si sí ni más muy ya mañana hola ola tal k buenas buenos días tardes noches gracias adiós porque
    porke datos cuenta plazo correo nombre quiero os cada algo alguien esto eso qe
"""

PHRASES = {
    "data_protection": """
        delegado, delegada, dpd, dpo, responsable del/de tratamiento, responsable de
        protección, encargado/encargada de la? protección, encargado del tratamiento,
        persona física/interesada
    """,
    "staff": """
        persona, una persona, agente, humano, humana, ser humano, operador, operadora,
        asesor, asesora, consejero, consejera, representante, alguien real, un/una
        responsable, un/una encargado/encargada, un/una empleado/empleada, un/una
        compañero/compañera, teleoperador, teleoperadora, atención al cliente, servicio al
        cliente, servicio de atención, chat en vivo, chat en directo, un miembro de/del,
        gestor, gestora, ejecutivo, ejecutiva, un/una trabajador/trabajadora, técnico,
        soporte humano, atención humana, un/una comercial, operario, voz humana, un/una
        miembro, una voz humana, un compañero suyo, perzona, presona,
        funcionario, funcionaria, un/una empleado/empleada suyo/suya
    """,
    "someone": """
        alguien, algien, uno de ustedes, alguno de ustedes, uno de vosotros, alguno de sus,
        uno de sus, alguno de vuestros, uno de vuestros, alguna de sus
    """,
    "team": """
        equipo, agentes, humanos, personas, soporte, responsable, encargado, asesores,
        gente, personal, operadores, empleados, recepción, supervisor, jefe, director,
        directora, dirección, gerente, secretaria, superior, dueño
    """,
    "anyone_there": """
        hay alguien, hay alguien ahí, hay alguien aquí, alguien ahí, hay algún humano, hay
        alguna persona, alguien por ahí
    """,
    "connect": """
        pásame, páseme, pásenme, pasadme, me pasas, me pasa, me pasan, me pasáis, pasarme,
        ponme, póngame, pónganme, ponedme, ponerme, me pones, me pone, me ponen, me ponéis,
        me pueden/puede/puedes/podéis pasar/poner/comunicar/transferir, comuníqueme,
        comunícame, comuníquenme, transfiérame, transfiéreme, transferirme, conéctame,
        conécteme, derívame, deríveme, derivarme, conectarme, pasar con, conectar con,
        transferir a, comunicar con
    """,
    "call_back": """
        llámame, llámeme, llámenme, llamadme, me llamáis, me llamas, me llaman, me llama,
        llamarme, me llame, me llamen, me llamase, devolverme la llamada, me devuelvan la
        llamada, que me llamen, me llamara, me llamaran, me devuelva la llamada, solicitud
        de llamada
    """,
    "who_are_you": """
        quién eres, quién es usted, qué eres, cómo te llamas, cómo se llama usted, cuál es
        tu nombre, qué puedes hacer, qué sabes hacer, con quién hablo, con quién estoy
        hablando, para qué sirves, quiénes sois, tienes nombre, en qué puedes ayudarme,
        cuántos años tienes, tienes sentimientos, cómo te puedo llamar, quién te ha creado,
        quién te creó, tú quién eres
    """,
    "how_are_you": """
        cómo estás, cómo está, cómo están, cómo estáis, cómo va, cómo te va, qué tal estás,
        qué tal está, todo bien, qué pasa, qué hay, cómo le va, qué tal todo, y tú, y usted,
        cómo andas, cómo vas, q tal, k tal, ke tal, k ase, cómo se encuentra, cómo se
        encuentra usted, cómo te encuentras, qué haces, qué tal te va, qué tal va, qué tal
        le va,
        q onda, que onda
    """,
    "nice_day": """
        que tenga/tengas/tengan/tengáis un? buen/buena día/tarde/noche/semana, que
        tenga/tengas/tengan/tengáis un? muy? feliz/buen día, buen fin de semana, feliz día,
        feliz tarde, que vaya bien, que le vaya bien, que te vaya bien, buen día
    """,
    "goodbye": """
        adiós, hasta luego, hasta pronto, hasta mañana, hasta la vista, chao, chau, nos
        vemos, me despido, hasta otra, un saludo, saludos cordiales, venga adiós, un cordial
        saludo, reciba un cordial saludo, reciban un cordial saludo
    """,
    "you_are": """
        eres, es usted, usted es, sois, tú eres, estoy hablando, hablo, es esto, esto es,
        estoy, es un, no eres, tú no eres, usted no es, no es usted
    """,
    "fed_up": "basta de, harto de, harta de, cansado de, cansada de, estoy harto, estoy harta",
    "no": """
        no, ni, nada, no quiero, basta, ningún, ninguna, ya no, dejad, deja, me niego, no me
        apetece, no deseo, sin
    """,
    "want": """
        quiero, kiero, quisiera, querría, deseo, desearía, necesito, nesesito, me gustaría,
        prefiero, preferiría, dame, deme, dadme, denme, exijo, pido, solicito, busco,
        déjame, déjeme, dejadme, queremos, quisiéramos, necesitamos, tengo que, me urge,
        puedo tener, que venga, consígueme, me encantaría, me gustaría más, le pido,
        agradecería, quería, kisiera, ncesito
    """,
    "can": """
        puedo, podría, podríais, puede, pueden, puedes, podéis, podrían, podrías, es
        posible, sería posible, hay, hay forma de, hay manera de, hay modo de, habría,
        tenéis, tienen, tienes, hay posibilidad, hay algún, cabe la posibilidad, no puedo,
        posible, saber si puedo
    """,
    "can_one": "se puede, se podría, puede uno",
    "how": "cómo, como hago, qué tengo que hacer, qué debo hacer, komo",
    "what": "cuál, cuáles, cuánto, cuántos, cuándo, dónde, qué hora",
    "if": "si, mientras, antes, después, aunque, porque, al, tras, tengo yo que, debo",
    "polite": """
        por favor, porfa, porfavor, xfa, xfavor, x favor, pf, porfi, disculpe, disculpa,
        perdón, perdone, urgente, si es posible, señor, señora, se lo ruego, les ruego
    """,
    "greeting": """
        hola, ola, holaa, buenas, buenos días, buenas tardes, buenas noches, qué tal, hey,
        saludos, muy buenas, muy buenos días, encantado, encantada, un placer, es un placer,
        es un placer saludarles/saludarle/saludaros/saludarte, un placer
        saludarles/saludarle/saludaros/saludarte, buenas a todos, holi,
        hey q pasa, ey q pasa, eyy q pasa
    """,
    "thanks": """
        gracias, grasias, grax, agradezco, agradecido, agradecida, agradecemos, muchas
        gracias, mil gracias, muchísimas gracias, gracia, agradecerle, agradecerles,
        agradecerte, merci, thanks
    """,
    "talk": """
        hablar, ablar, hable, charlar, conversar, comunicarme, comunicar, chatear, tratar,
        dialogar, que me atienda, me atienda, atienda, entrevistarme, hablarle, ser atendido
        por, ser atendida por, que me atiende, dirigirme a, una conversación con,
        explicárselo a, explicarle esto a, entenderme con, tener una conversación,
        atendiera, me atendiera, atendiese, me atendieran, tratarlo con, hablarlo con,
        comentarlo con
    """,
    "write": "escribir, escribirle, hablando, hablándole, teclear, explicar",
    "reach": "contactar, contactarme, ponerme en contacto, localizar",
    "help": """
        ayudar, ayudarme, ayude, ayuda, responder, responda, ayúdame, atender, escuche,
        atenderme, atendáis, encargarse, ocuparse, hacerse cargo, atiende
    """,
    "bot": """
        robot, robots, bot, bots, máquina, máquinas, chatbot, ia, ordenador, inteligencia
        artificial, respuestas automáticas, asistente virtual, asistente, programa
    """,
    "real": """
        real, de verdad, de carne y hueso, verdadera, verdadero, viva, vivo, auténtica, por
        teléfono, en persona, física, de viva voz
    """,
    "time": """
        hoy, mañana, ahora, ahora mismo, cuanto antes, esta tarde, esta mañana, pronto,
        urgentemente, ya mismo
    """,
    "to": "que, quien, con quien",
    "for": "por, para, pa",
    "article": """
        el, la, los, las, un, una, unos, unas, mi, mis, su, sus, tu, tus, vuestro, vuestra,
        vuestros, este, esta, del, algún, alguna, alguno
    """,
    "remark": """
        ok, okey, okay, vale, claro, clara, perfecto, perfecta, genial, estupendo, guay,
        bien, muy bien, excelente, entendido, de acuerdo, bueno, buena, jaja, jeje, lol,
        prueba, test, útil, majo, maja, simpático, simpática, inteligente, listo, amable,
        inútil, tonto, tonta, estúpido, malo, mala, pésimo, tengo una pregunta, una
        pregunta, estás ahí, está ahí, fenomenal, maravilloso, increíble, qué bien,
        entiendo, comprendo, ya veo, eficaz, rápido, rápida, lista, gracioso, educado, de
        nada, ah, eh, uf, feliz navidad, te quiero, placer, servicial, atento, fantástico,
        magnífico, espectacular, correcto, exacto, encantador, encantadora, divertido,
        divertida, gran trabajo, buen trabajo, eres lo más, ningún problema, sin problema,
        no pasa nada, eso es todo, nada más, es todo, adorable, profesional, claro que sí,
        por supuesto, desde luego, qué majo, qué maja, qué simpático, qué listo, eficiente,
        rapidísimo, clarísimo, clarísima, claras, utilísimo, buenísimo, estupenda, aclarado,
        resuelto, prueba prueba, me alegro, alegra, horrible, fatal, pesado, aburrido,
        lento, inservible, me caes bien, qué risa, jajaja, feliz, qué crack, crack, montón,
        un montón, duermes, difícil, fácil, no está mal, nada mal,
        me molais, enhorabuena, eres lo más, qué gracioso, q gracioso
    """,
    "small": """
        a, con, de, en, y, o, ya, me, le, os, directamente, mejor, otra, otro, pero, usted,
        ustedes, solo, más, eso, es, aquí, conmigo, vez, simplemente, cualificada,
        disponible, libre
    """,
    "all_of_you": """
        a todos, a todas, a todos ustedes, a usted, a ti, amigo, amiga, amigos, al equipo, a
        todo el equipo, igualmente, señores, tío, tía, guapo, guapa,
        guapas, guapis, guapos
    """,
    "given": "información, explicación, aclaración, aclaraciones",
    "filler": """
        muy, mucho, mucha, muchas, muchos, tan, lo, respuesta, respuestas, aclarar,
        aclarármelo, atención, amabilidad, tiempo, ha, has, han, sido, te, les, ayudado,
        quedado, queda, todo, todos, todas, era, fue, estaba, esto, nuevo, verdad, día,
        saludarles, saludarle, saludaros, gran, grande, ser, sí que, resolver, duda, dudas,
        pregunta, mil, servido, contestar, rapidez, cordial, tal, muchísimas, muchísimo,
        totalmente, realmente, sinceramente, verdaderamente, bastante, demasiado, siempre,
        nunca, casi, paciencia, trabajo, orientación, consejo, consejos, dedicación, soy,
        son, fuiste, estuvo, será, estar, haber, habéis, hemos, he, me ha, nuestro, corazón,
        abrazo, abrazos, besos, beso, saludo, tarde, noche, semana, fin, resto, servicio,
        explicarme, explicármelo, contestarme, resolverme, le deseo, te deseo, pase, pasen,
        reciba, reciban, encuentra, para ser un robot, para ser un bot
    """,
}
