"""What invented countries say, in four languages: sentences with room for a place, a trade and numbers."""

LANGUAGES = ("en", "fr", "es", "ar")

# Syllables of places and countries that do not exist, in Latin and in Arabic letters.
SYLLABLES = [
    ("ba", "با"), ("do", "دو"), ("ka", "كا"), ("li", "لي"), ("mo", "مو"), ("na", "نا"), ("ri", "ري"), ("su", "سو"),
    ("ta", "تا"), ("ve", "في"), ("lu", "لو"), ("sha", "شا"), ("zo", "زو"), ("ha", "ها"), ("ni", "ني"), ("ro", "رو"),
]  # fmt: skip

TRADES = [
    ("brick making", "la fabrication de briques", "la fabricación de ladrillos", "صناعة الطوب"),
    ("cocoa", "le cacao", "el cacao", "الكاكاو"),
    ("domestic work", "le travail domestique", "el trabajo doméstico", "العمل المنزلي"),
    ("fishing", "la pêche", "la pesca", "صيد الأسماك"),
    ("garments", "la confection", "la confección", "صناعة الملابس"),
    ("gold mining", "l’extraction de l’or", "la minería de oro", "تعدين الذهب"),
    ("street trade", "le commerce de rue", "la venta ambulante", "البيع في الشوارع"),
    ("tea", "le thé", "el té", "الشاي"),
]

ACTIONS = [
    (
        "Train {n} labour inspectors of {place} in {trade} by {year}",
        "Former {n} inspecteurs du travail de {place} dans le secteur {trade} d’ici à {year}",
        "Formar a {n} inspectores del trabajo de {place} en el sector {trade} para {year}",
        "تدريب {n} من مفتشي العمل في {place} على قطاع {trade} بحلول عام {year}",
    ),
    (
        "Survey child labour in {trade} in {place} and publish the results, with {n} households interviewed",
        "Réaliser à {place} une enquête sur le travail des enfants dans {trade} auprès de {n} ménages, et la publier",
        "Realizar en {place} una encuesta sobre el trabajo infantil en {trade} en {n} hogares y publicarla",
        "إجراء دراسة استقصائية عن عمل الأطفال في {trade} في {place} تشمل {n} أسرة ونشر نتائجها",
    ),
    (
        "Revise the law on recruitment for {trade}, so that no worker of {place} pays a fee, by {year}",
        "Réviser la loi sur le recrutement pour {trade} afin que nul travailleur de {place} ne paie de frais ({year})",
        "Revisar la ley de contratación para {trade}, de modo que ningún trabajador de {place} pague ({year})",
        "مراجعة قانون التوظيف في {trade} حتى لا يدفع أي عامل من {place} رسوماً بحلول عام {year}",
    ),
    (
        "Open {n} places of refuge for victims of trafficking along the road to {place}",
        "Ouvrir {n} lieux d’accueil pour les victimes de la traite sur la route de {place}",
        "Abrir {n} lugares de acogida para víctimas de la trata en la ruta de {place}",
        "فتح {n} من مراكز الإيواء لضحايا الاتجار بالبشر على الطريق إلى {place}",
    ),
    (
        "Bring {n} children of {place} out of {trade} and back to school, with a grant for each family",
        "Retirer {n} enfants de {place} de {trade} et les ramener à l’école, avec une bourse pour chaque famille",
        "Retirar a {n} niños de {place} de {trade} y devolverlos a la escuela, con una beca para cada familia",
        "سحب {n} طفلاً في {place} من {trade} وإعادتهم إلى المدرسة مع منحة لكل أسرة",
    ),
    (
        "Agree with the buyers of {trade} from {place} on a public list of suppliers, checked each year from {year}",
        "Convenir avec les acheteurs de {trade} de {place} d’une liste publique de fournisseurs, vérifiée dès {year}",
        "Acordar con los compradores de {trade} de {place} una lista pública de proveedores, verificada desde {year}",
        "الاتفاق مع مشتري منتجات {trade} من {place} على قائمة علنية بالموردين يجري التحقق منها سنوياً منذ عام {year}",
    ),
    (
        "Set up a register of complaints of forced labour in {place}, answered within {n} days",
        "Créer à {place} un registre des plaintes pour travail forcé, avec une réponse sous {n} jours",
        "Crear en {place} un registro de denuncias de trabajo forzoso, con respuesta en {n} días",
        "إنشاء سجل للشكاوى من العمل الجبري في {place} يُرد عليها خلال {n} يوماً",
    ),
]

NEXT_STEPS = [
    (
        "The committee of {place} meets for the first time by {year}",
        "Le comité de {place} se réunit pour la première fois d’ici à {year}",
        "El comité de {place} se reúne por primera vez antes de {year}",
        "تعقد لجنة {place} اجتماعها الأول بحلول عام {year}",
    ),
    (
        "Resources for {trade} are in the budget of {year}",
        "Des ressources pour {trade} figurent au budget de {year}",
        "Los recursos para {trade} figuran en el presupuesto de {year}",
        "إدراج موارد لقطاع {trade} في ميزانية عام {year}",
    ),
]

NARRATIVES = [
    (
        "In {place} the work began with {n} people of the ministry. A first visit to those who live from {trade} "
        "showed that families need an income before they can do without that of their children.",
        "À {place}, le travail a commencé avec {n} agents du ministère. Une première visite auprès de ceux qui vivent "
        "de {trade} a montré que les familles ont besoin d’un revenu avant de se passer de celui de leurs enfants.",
        "En {place} el trabajo comenzó con {n} personas del ministerio. Una primera visita a quienes viven de {trade} "
        "mostró que las familias necesitan un ingreso antes de prescindir del de sus hijos.",
        "بدأ العمل في {place} بمشاركة {n} من موظفي الوزارة. وأظهرت زيارة أولى لمن يعيشون من {trade} أن الأسر "
        "تحتاج إلى دخل قبل أن تستغني عن دخل أطفالها.",
    ),
    (
        "Of {n} workplaces in {trade} half were visited. The rest lie beyond {place} and are reached "
        "in the dry months.",
        "La moitié des {n} lieux de travail dans {trade} ont été visités. Les autres, au-delà de {place}, ne sont "
        "accessibles qu’à la saison sèche.",
        "Se visitó la mitad de los {n} lugares de trabajo de {trade}. Los demás, más allá de {place}, solo son "
        "accesibles en la estación seca.",
        "جرت زيارة نصف أماكن العمل البالغ عددها {n} في {trade}. أما الباقي فيقع وراء {place} "
        "ولا يمكن بلوغه إلا في موسم الجفاف.",
    ),
]

PILLARS = [
    ("Laws and inspection", "Lois et inspection", "Leyes e inspección", "القوانين والتفتيش"),
    ("Schools and families", "Écoles et familles", "Escuelas y familias", "المدارس والأسر"),
    (
        "Fair supply chains",
        "Chaînes d’approvisionnement équitables",
        "Cadenas de suministro justas",
        "سلاسل توريد عادلة",
    ),
]

BODY = ("Committee of {place}", "Comité de {place}", "Comité de {place}", "لجنة {place}")
MINISTRY = (
    "Ministry of Labour of {place}",
    "Ministère du travail de {place}",
    "Ministerio de Trabajo de {place}",
    "وزارة العمل في {place}",
)
SUMMARY = (
    "{place} is invented, so that the portal can be measured. Most of its people live from {trade}.",
    "{place} est inventé pour mesurer le portail. La plupart de ses habitants vivent de {trade}.",
    "{place} es un país inventado para medir el portal. La mayoría de su población vive de {trade}.",
    "{place} بلد مختلق لقياس أداء البوابة. ويعيش معظم سكانه من {trade}.",
)
