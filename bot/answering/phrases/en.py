"""Phrases in English: see `bot.answering.phrases`."""

SMALL_WORDS = """
    i you he she it we they me us them my your ur u his her its our their the a an this that
    these those is are am was were be been being do does did don t doesn didn have has had can
    could will would should may might must and or but not no if when where wat what who why how
    which whose whom to of in on at for from with without about by as into than then there here
    any some all only ever just get got let please pls hi hello hey heya hiya thanks thank thx bye yes
    policy account delete personal how's long data price address retention permission right
    rights stored time file
"""

PHRASES = {
    "data_protection": """
        dpo, data protection officer, data protection, privacy officer, responsible for, in
        charge of, eu representative, controller, data controller
    """,
    "staff": """
        human, human being, humain, person, actual person, agent, operator, representative,
        rep, advisor, adviser, consultant, live chat, live agent, customer
        service/services/support/care, a/the/your manager, supervisor, a/your/some
        colleague, member of staff/your, member of the team, staff member, team member, an
        employee, human support/help/assistance/contact, call center, call centre,
        receptionist, service desk, help desk, helpdesk, support agent, support person,
        customer service agent/rep/representative, one of your
        agents/people/staff/advisors/team, human voice, living soul, real voice, actual
        voice, one of your colleagues, human colleague, humen, hooman, persn, prson, persom,
        pearson,
        a real member of, banker, a/the/your solicitor/lawyer
    """,
    "someone": """
        someone, somebody, smone, some1, sm1, smb, sb, anyone, anybody, any1, one of you,
        someone else, smbdy, one of your/the, one of ur, sum1, sumone, somone
    """,
    "team": """
        team, staff, agents, support, humans, people, manager, colleagues, reps,
        representatives, guys, advisors, advisers, employees, reception, the office, folks,
        operators, employee, colleague, boss, director, head office, receptionists,
        superior, owner
    """,
    "anyone_there": """
        is anyone/anybody/someone/somebody there/here, anyone/anybody there/here, anyone
        around, is there anyone/anybody/someone there/here, is there anyone/anybody/someone,
        is there a human/person here/there?, is a human there/here
    """,
    "connect": """
        put/puts/putting me? through/thru/onto, pass me on? to, transfer me, connect me,
        hand me over, hand me off, hand me to, patch me through, escalate, redirect me,
        switch me, forward me, be put through, be transferred, be connected, get me through,
        put me in touch, put me on to, put me on, route me, connect to/with, transfer to,
        hand over to, be connected to, be connected with
    """,
    "call_back": """
        call/phone/ring me, call/phone/ring me back, get back to me, give me a
        call/ring/bell, callback, call back, be called back, a call back, contact me, get in
        touch with me, phone/ring/call me up, drop me a line, reach out to me, call back
        request, request a call, phone call please, a phone call
    """,
    "who_are_you": """
        who are you, who r u, what are you, what r u, what's your name, what is your name,
        who am i talking/speaking/chatting to, who am i talking/speaking/chatting with, what
        can you do, what do you do, how can you help, who is this, who's this, do you have a
        name, who made you, who built you, what can i ask, what can i ask you, what are you
        for, what should i call you, how old are you, do you have feelings, are you alive,
        have you got a name, you got a name, got a name, what do i call you, where are you
        from
    """,
    "how_are_you": """
        how are you, how r u, how are u, how are things, how's it going, how is it going,
        how's it goin, how do you do, what's up, wassup, how's things, how you doing, how
        are you doing, how's your day, hows ur day, you ok, you alright, how have you been,
        how is your day, and you, and yourself, hbu, you good,
        hows life, whats good
    """,
    "nice_day": """
        have a nice/good/great/lovely/wonderful
        day/one/evening/weekend/afternoon/week/time/night, nice/good day, enjoy your
        day/evening/weekend, all the best, best wishes, kind regards, best regards, many
        happy returns
    """,
    "goodbye": """
        bye, bye bye, goodbye, good bye, see you, see ya, cya, so long, farewell, take care,
        good night, goodnight, ttyl, see you later, see you soon, over and out, that's all,
        that is all, signing off
    """,
    "you_are": """
        are you, r u, you are, you're, your a, ur a, u a, arent you, aren't you, is this, am
        i talking/speaking/chatting, am i, so you are, are u, do i talk, is it, are we,
        it's, you aren't, you are not, you're not, ur not
    """,
    "fed_up": """
        enough of, had enough, i've had enough, sick of, tired of, fed up, sick and tired
        of, done with, i hate
    """,
    "no": """
        no, not, dont, don't, do not, don't want, i don't want, do not want, no more, won't,
        stop, quit, cut, without a, rather than, instead of, never, i refuse, refuse, i'm
        not, not another, i can't stand, no other, not with a, not to
    """,
    "want": """
        i want, i wanna, i'd like, i would like, i'd love, i'd prefer, i'd rather, i would
        rather/prefer/love/like, i need, i really want/need, need, want, wanna, give me,
        gimme, get me, let me, lemme, can/could/may i have/get, can/could we have/get, i
        prefer, i demand, i wish, i must, i have to, i am/m looking for, looking for, i
        request, i insist on, we'd like, we would like, we need, we want, bring me, find me,
        send me, just get, i'd feel better, i'd like to request, i want to request, i
        insist, i would much prefer/rather, i'd much rather/prefer, i'd be grateful to, i'd
        appreciate, i just want, i just need, i only want, just give me, just let me, i am
        asking for, i'm asking for, wnat, i wnat to, wanr, i watn, i would appreciate, i
        appreciate speaking
    """,
    "can": """
        can i, could i, may i, might i, can you, could you, would you, will you, can u,
        could u, can't i, is there, are there, isn't there, is it possible, would it be
        possible, any chance, any way, possible, am i able, i can, i could, can
        someone/somebody/anyone, could someone/somebody/anyone, please have, have
        someone/somebody, do you have, is there a/any way, know if i can, shall i, could a,
        would someone/somebody, i can't, can a, can we, could we, would you be able, would
        you mind, would you be so kind, could one of, can one of, could any of, can any of,
        be able
    """,
    "can_one": "can you just",
    "how": "how, how can, how do, what do i need/have to do, how to, how would",
    "what": "what, which, whats, when, what's, what time",
    "if": """
        if, whenever, while, whether, unless, before, after, without, because, since,
        during, once, in case, until, though, do/must i have/need/speak/talk, do i have to,
        must i, do we have/need, should i
    """,
    "polite": """
        please, pls, plz, plse, kindly, sorry, excuse me, thank you in advance, thanks in
        advance, if possible, if you please, urgent, urgently, sir, madam, pretty please,
        for god's/gods sake, for goodness' sake, ffs, damn, already
    """,
    "greeting": """
        hi, hello, hey, hiya, heya, howdy, yo, hey there, hi there, hello there, good
        morning, good afternoon, good evening, morning, evening, greetings, g'day, helo,
        sup, hello world, nice to meet you, pleased to meet you, gud morning, gud mornin,
        good mornin, mornin, helo there, hullo, hallo, ello, ey up, aloha, evening all, top
        of the morning, pleasure to meet you, good day to you, a very good day,
        gm
    """,
    "thanks": """
        thanks, thank you, thank u, thank, thx, thnx, thks, thanx, ty, tysm, cheers,
        appreciate, appreciated, grateful, much obliged, tks, thank you so much, thankful,
        gratitude, bless you, thankyou, thanku, thankss, ta very much, ta muchly, nice one,
        cheerz, thnks, thanq
    """,
    "talk": """
        talk, speak, chat with/to/2/w, converse, discuss, deal with, tlk, spk, speek, have a
        word, have a chat, have a conversation, communicate, get through, be helped by, be
        contacted by, be assisted by, be served by, hear from, get help from, explain this
        to, explain it to, a conversation with, a chat with, a word with, a call with, get
        to, liaise with, engage with, interact with, correspond with, spek, taalk, takl,
        spaek, hear, hearing, dealing with, speaking with/to, talking to/with, chatting
        to/with, communicating with
    """,
    "write": "type, write, typing, writing, explain, talking, speaking, chatting",
    "reach": "reach, contact, get in touch, get hold of, get a hold of",
    "help": """
        help, helps, assist, answer, listen, listens, sort, helping, understand,
        understands, solve, take over, handle, take care of, look after, deal with this,
        deal with me, step in, talk me through, walk me through, jump in, take this over,
        take it over, take it from here, take it on
    """,
    "bot": """
        bot, bots, robot, robots, machine, machines, chatbot, chatbots, ai, computer,
        automated, algorithm, automatic replies, automated replies, automated responses,
        program, software, virtual assistant, bot stuff, a i
    """,
    "real": """
        real, actual, live, living, breathing, true, in person, flesh and blood, genuine,
        proper, on the phone, by phone, over the phone, real life, actually real
    """,
    "time": """
        today, tomorrow, now, right now, this morning/afternoon/evening, asap, soon, later,
        immediately, straight away, right away, as soon as possible, around, quickly
    """,
    "to": "to, 2, who, that, so, whom, about",
    "for": "for, 4",
    "article": "a, an, the, my, your, ur, this, these, some, any, one, another",
    "remark": """
        ok, okay, k, kk, alright, fine, yes, yep, yeah, yup, nope, cool, great, nice,
        awesome, perfect, brilliant, excellent, lovely, super, wow, amazing, good, gotcha,
        got it, understood, i see, sure, lol, lmao, rofl, haha, hehe, test, testing,
        helpful, useful, clear, smart, clever, polite, funny, cute, useless, stupid, dumb,
        rubbish, bad, terrible, fantastic, wonderful, well done, good job, nice job, good
        bot, bad bot, impressive, impressed, fair enough, makes sense, asdf, qwerty, blah, i
        have a question, quick question, a question, are you there, you there, never mind,
        nevermind, no worries, no problem, nothing, friendly, kind, quick, fast, handy,
        sweet, neat, hmm, um, oh, ah, oops, happy, glad, i love you, merry christmas, happy
        new year, knock knock, boring, bored, weird, ask you something, ask a question, tell
        me a joke, outstanding, splendid, superb, magnificent, marvelous, marvellous, ace,
        sick, dope, legend, star, lifesaver, gem, angel, genius, champ, spot on, exactly,
        correct, right, indeed, agreed, noted, pleasant, charming, adorable, hilarious,
        silly, slow, lame, annoying, pathetic, worthless, garbage, crap, sucks, not bad,
        crystal clear, reassuring, informative, thorough, precise, concise, glad to hear,
        that helped, that's all i needed, just testing, just a test, this is a test, only
        kidding, just kidding, nothing else, all good, all set, i'm fine, im good, i'm good,
        love it, love this, how nice, how kind, pleasure, do you sleep, do you like, happy
        friday, ignore me, good to know, will do, of course, certainly, absolutely, totally,
        my bad, wicked, grand, dandy, peachy, yay, woohoo, hooray, awww, meh, kudos, props,
        it worked, worked, easy, hard, difficult, hope you are well, hope you're well, hope
        you are doing well, do you ever sleep, favourite colour, favorite color, what's your
        favourite colour, what is your favourite colour, partner, most helpful, most kind,
        no complaints, complaints,
        you guys rock, you rock
    """,
    "small": """
        with, of, from, in, on, at, by, and, n, or, just, then, here, me, i, be, get, have,
        directly, instead, actually, really, else, rather, us, it, but, qualified,
        competent, only, like, again, simply, straight, out, available, free
    """,
    "all_of_you": """
        there, everyone, everybody, all, mate, buddy, friend, you, to you, to you all, man,
        bro, dude, little bot, assistant, you too, love, luv, pal, hun
    """,
    "given": "information, info, explanation, explanations, details",
    "filler": """
        very, much, lot, lots, a lot, quite, pretty, too, was, is, were, that's, u, answers,
        answered, reply, time, assistance, explaining, advice, patience, kindness, response,
        responding, clearing, clarifying, cleared, up, helped, everything, question,
        questions, know, day, for a, little, bit, all of you, am, m, bunch, million, many,
        loved, made, makes, been, ve, s, are, job, done, sorted, than, more, must, say,
        huge, big, doing, well, being, as, truly, extremely, incredibly, especially,
        honestly, such, still, ever, always, almost, kind of, kinda, guidance, effort,
        efforts, input, feedback, hand, chat, conversation, service, thing, things, ones,
        saved, saving, gave, given, giving, got, taking, making, will, would, can, mine,
        his, we, our, they, wish, wishing, sending, hugs, kisses, x, xx, xo, xoxo, dear,
        explained, rest, for now, bits, words, whole, plenty, ton, tons, heaps, loads,
        million times, most, wasn't, isn't, weren't, prompt, having, had, expected, thought,
        seems, seem, compared, meeting, talking to you, chatting with you, speaking with
        you, talking with you, speaking to you
    """,
}
