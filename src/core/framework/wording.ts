/**
 * The words that the statement checker looks for, each with what to write instead. A phrase is matched as whole words,
 * whatever its case.
 */
export type Phrase = readonly [phrases: readonly string[], better: string];

const phrases = (text: string): string[] => text.split(",").map((phrase) => phrase.trim().replaceAll(/\s+/g, " "));

export const vague: readonly Phrase[] = [
  [
    phrases(`good, great, strong, solid, excellent, outstanding, superb, exceptional, world-class, first-class, high-quality,
      top-notch`),
    "Say what one would see: an error rate, an agreed date, who is satisfied and how one knows.",
  ],
  [
    phrases(`effective, effectively, efficient, efficiently, successful, successfully, competent, competently, skilled,
      skilfully, skillfully, well`),
    "Name the result that shows it.",
  ],
  [
    phrases(`appropriate, appropriately, suitable, suitably, adequate, adequately, reasonable, reasonably, sufficient,
      sufficiently, properly, correctly`),
    "Name the rule, the procedure or the limit that it is held against.",
  ],
  [phrases(`timely, in a timely manner, promptly, quickly, soon, as soon as possible, in good time`), "Say by when."],
  [
    phrases(`as needed, as required, as necessary, where necessary, where possible, where appropriate, if necessary, when
      required, when needed`),
    "Say in which case.",
  ],
  [
    phrases(`etc, and so on, and so forth, and more, and the like, various, several different, a range of, a variety of,
      miscellaneous, other duties`),
    "List the two or three that count.",
  ],
  [phrases(`relevant, key stakeholders, relevant stakeholders, stakeholders as`), "Name them."],
  [
    phrases(
      `proactive, proactively, dynamic, driven, self-starter, self-motivated, results-oriented, results-driven, detail-oriented, hard-working, enthusiastic, motivated, dedicated`,
    ),
    "Say what the person does that others do not.",
  ],
  [
    phrases(`team player, goes the extra mile, hits the ground running, adds value, add value, thinks outside the box, best
      practice, best practices, best-in-class, synergy, synergies, leverage, leverages, holistic, robust, seamless,
      seamlessly, cutting-edge, game-changing, moves the needle, wears many hats, takes ownership, professional manner,
      professionalism`),
    "Say in plain words what is done.",
  ],
  [phrases(`significant, significantly, meaningful, meaningfully, substantial, substantially, considerable`), "Give a size."],
];

/** States of mind: nobody can watch them. */
export const unobservable: readonly Phrase[] = [
  [
    phrases(`understands, understand, has an understanding of, has a good understanding of, demonstrates an understanding of,
      demonstrates understanding of, shows an understanding of, has insight into`),
    "Say what somebody does who understands: explains, predicts, chooses, teaches.",
  ],
  [
    phrases(`knows, has knowledge of, has a knowledge of, demonstrates knowledge of, is familiar with, is knowledgeable, is
      aware of, has awareness of, shows awareness of, is conscious of`),
    "Say what the knowledge is used for.",
  ],
  [
    phrases(`appreciates, believes, feels, values, respects, embraces, recognises the importance, recognizes the importance,
      recognises the value, recognizes the value, sees the value`),
    "Say what one would see the person do because of it.",
  ],
  [
    phrases(`is passionate, passionate about, is committed to, commitment to, cares about, cares deeply, is interested in, shows
      an interest in, takes an interest in, is willing to, willingness to, is open to, is keen, has a positive attitude,
      positive attitude, right attitude, can-do attitude, is confident, is comfortable with, is dedicated to, is loyal,
      strives to, tries to, aims to, seeks to`),
    "Attitude is invisible: describe what it leads to.",
  ],
  [
    phrases(`is able to, has the ability to, ability to, is capable of, capable of, has the potential to, can potentially`),
    "Ability is invisible until used: begin with the verb.",
  ],
  [
    phrases(`is responsible for, responsible for, is accountable for, duties include`),
    "A duty is not a behaviour: say how somebody who carries it well acts.",
  ],
];

export const tenure: readonly Phrase[] = [
  [
    phrases(`years of experience, years' experience, years in role, years in the role, years of service, months in role, long-serving, long-standing employee, veteran, seasoned, time served, seniority, length of service, has been with the
      company, experienced`),
    "Time is not skill: say what the person does after that time. A minimum time belongs in a requirement of kind experience.",
  ],
];

export const absolute: readonly Phrase[] = [
  [
    phrases(`always, never, at all times, under all circumstances, in all cases, in every case, without exception, without fail,
      constantly, continuously, 100%, zero errors, zero defects, error-free, no mistakes, perfect, perfectly, flawless,
      flawlessly, completely, totally, everyone, everything, nobody, no one`),
    "Nobody meets an absolute: say what normal weeks look like, or how rare the exception is.",
  ],
];

export const biased: readonly Phrase[] = [
  [phrases(`he, she, him, his, her, hers, himself, herself, he/she, s/he`), "Write without a pronoun, or with “they”."],
  [
    phrases(`chairman, foreman, salesman, salesmen, manpower, man-hours, workmanlike, businessman, businessmen, craftsman,
      craftsmanship, middleman, man the, mans the, girls, ladies, guys, motherly, fatherly`),
    "Use a word that fits everybody: chair, supervisor, staff, hours, team.",
  ],
  [
    phrases(`ninja, rockstar, rock star, guru, wizard, hacker, warrior, killer instinct, crush, crushes, dominate, dominates,
      aggressive, aggressively, fearless, battle-tested, tribe`),
    "Such words keep people from applying: say what is done.",
  ],
  [
    phrases(`young, youthful, energetic, digital native, recent graduate, mature person, fresh face, old-fashioned,
      overqualified`),
    "This speaks of age: leave it out.",
  ],
  [
    phrases(`native speaker, native english, mother tongue, culture fit, cultural fit, fits our culture, accent-free, without an
      accent`),
    "This speaks of origin: say which language is used for what, at which level, or which value is lived how.",
  ],
  [
    phrases(`able-bodied, physically fit, stamina, normal hearing, perfect eyesight, sane, crazy, blind to, turns a blind eye,
      lame, crippled`),
    "This speaks of the body: say what the task asks, and leave the way open.",
  ],
];

/**
 * Verbs with which statements begin, as written in the third person. Two of them joined in one sentence are two things
 * to rate. Words that are nouns as often ("plans", "reports", "designs") count only before an article or a possessive.
 */
export const verbs: ReadonlySet<string> = new Set(
  `accepts acts adapts addresses adjusts administers advises agrees aligns allocates analyses analyzes answers anticipates applies approves
  arranges asks assesses assigns attends audits balances briefs brings builds calculates carries challenges champions chairs checks chooses
  clarifies closes coaches collects communicates compares completes composes conducts confirms connects considers consults contributes
  controls coordinates corrects creates decides defines delegates delivers demonstrates describes designs determines develops devises
  diagnoses directs documents drafts draws drives encourages engages ensures escalates establishes estimates evaluates examines executes
  explains explores facilitates files finds fixes follows forecasts forms frames gathers gives guides handles helps hires holds identifies
  implements improves includes influences informs initiates inspects inspires integrates interprets introduces investigates involves joins
  keeps leads learns listens logs maintains makes manages maps measures mediates meets mentors models monitors motivates negotiates notices
  observes obtains offers onboards operates orders organises organizes outlines oversees owns participates performs persuades plans
  prepares presents prevents prioritises prioritizes proposes protects provides publishes pulls questions raises reads recommends records
  recruits reduces refers reflects removes repairs replaces replies reports represents researches resolves responds reviews revises runs
  schedules sees secures selects sells sends serves sets settles shapes shares shows signs solves speaks sponsors states structures
  submits suggests summarises summarizes supervises supports surveys takes talks teaches tells tests tracks trains translates treats
  tries tunes uncovers updates uses verifies visits watches welcomes works writes`.split(/\s+/),
);

/** Of `verbs`, those that are plural nouns as often. */
export const nounsToo: ReadonlySet<string> = new Set(
  `acts addresses answers audits balances briefs checks controls designs documents drafts drives files fixes forecasts forms frames
  guides helps holds influences joins leads logs maps measures meets models monitors notices offers orders outlines plans presents
  questions records reports researches reviews runs schedules sells sets shapes shares shows signs sponsors states structures supports
  surveys takes talks tests tracks trains treats updates uses visits watches works mentors coaches champions chairs questions changes
  contacts processes`.split(/\s+/),
);
