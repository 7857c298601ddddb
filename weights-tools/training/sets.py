"""Which training sets are used, how often a pair of each is drawn, and where they come from."""

# ShareAlike sets stay out: the weights go out under Apache-2.0.
SHARE_ALIKE = frozenset(
    "wordset_def squad_para squad_sent cmrc_para cmrc_sent drcd_para drcd_sent wikisplit nli_np onestop opentriviaqa"
    " stackexchange_qa stackexchange_title_body stackexchange_dup".split())

# How often each pair of a set is drawn in a round, on average. Questions, headings and paraphrases are what the model is for;
# dictionary entries, abstracts and single words teach it words and are many.
WEIGHTS = {
    "arxiv_title_abstract": 0.3, "oewn_def": 0.6, "oewn_syn": 0.7, "oewn_example": 1, "ppdb_lexical": 0.3,
    "coco_captions": 2, "medquad": 1.5,
    "vagov_faq": 8, "vagov_section": 8, "vagov_title": 8,
    "d365bc_faq": 8, "d365bc_section": 2, "d365bc_title": 1,
    "iis_faq": 8, "iis_section": 1, "iis_title": 1,
    "teams_zh_faq": 8, "teams_zh_section": 2, "teams_zh_title": 1, "teams_zh_enzh_heading": 1,
    "d365fo_zh_faq": 8, "d365fo_zh_section": 2, "d365fo_zh_title": 1, "d365fo_zh_enzh_heading": 1,
    "chitchat_en": 0.7, "chitchat_zh": 0.7, "banking77": 2, "clinc150": 1.5, "hwu64": 1.5, "disfl_qa": 0.5,
    "argkp": 1.5, "argkp_args": 1, "scitldr": 0.7, "scitldr_tldr": 1,
    "openstax_def": 3, "openstax_section": 3, "openstax_qa": 5,
    "tldr_en": 1, "tldr_zh": 3, "tldr_enzh": 3, "tatoeba_enzh": 3, "tatoeba_en_para": 5, "tatoeba_zh_para": 8,
    "halves_en": 0.5, "halves_zh": 0.7,
}

# Multiplies the weights in the rounds that end the first stage: questions and headings about documentation, which is hardest to
# find, more often; words and abstracts, which are learnt by then, less.
FOCUS = {
    "arxiv_title_abstract": 0.5, "oewn_def": 0.5, "oewn_syn": 0.5, "oewn_example": 0.5, "ppdb_lexical": 0.5, "chitchat_en": 0.6, "chitchat_zh": 0.6,
    "disfl_qa": 0.5, "banking77": 0.7, "clinc150": 0.7, "hwu64": 0.7, "coco_captions": 0.7,
    "d365bc_section": 2, "d365bc_title": 2, "d365bc_faq": 2, "iis_section": 1.5, "d365fo_zh_section": 2, "d365fo_zh_title": 2, "d365fo_zh_faq": 2,
    "teams_zh_section": 1.5, "teams_zh_faq": 2, "halves_zh": 1.5, "vagov_faq": 1.5, "vagov_section": 1.5,
}

# Sets whose pairs are chains through texts of one meaning: texts that such pairs connect are no negatives of each other.
CHAINED = frozenset("chitchat_en chitchat_zh banking77 clinc150 hwu64 coco_captions argkp argkp_args scitldr scitldr_tldr tatoeba_enzh"
                    " tatoeba_en_para tatoeba_zh_para".split())

# Pairs kept out of training to choose by: the set, how many, and the name of the group they are searched in.
DEVELOPMENT = {
    "coco_captions": (400, "captions"), "d365bc_section": (300, "docs"), "d365bc_title": (200, "docs"), "medquad": (400, "medical"),
    "clinc150": (300, "intents"), "banking77": (200, "intents"), "teams_zh_section": (300, "docs-zh"), "d365fo_zh_section": (300, "docs-zh"),
    "tatoeba_enzh": (400, "translations"), "oewn_def": (400, "definitions"), "openstax_def": (200, "terms"),
    "vagov_section": (60, "vagov"), "vagov_faq": (60, "vagov"), "chitchat_zh": (300, "chitchat-zh"),
}
