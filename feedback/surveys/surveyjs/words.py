"""The names that SurveyJS uses, side by side with ours."""

from typing import Any

from feedback.surveys.document import Type

OWN = "happiness"  # our property beside theirs
DEFAULT = "default"  # the language of a text that stands first
FACTS = ("role", "stage", "segment", "language")
FACT = "fact:"  # before the name of any other fact
AUDIENCE = {"role": "roles", "stage": "stages", "segment": "segments", "language": "languages"}

# SurveyJS calls Ukrainian by its country.
LANGUAGES_IN, LANGUAGES_OUT = {"ua": "uk"}, {"uk": "ua"}

KINDS: dict[Type, dict[str, Any]] = {
    Type.NPS: {"type": "rating", "rateMin": 0, "rateMax": 10},
    Type.CSAT: {"type": "rating", "rateMin": 1, "rateMax": 5},
    Type.CES: {"type": "rating", "rateMin": 1, "rateMax": 7},
    Type.RATING: {"type": "rating", "rateMin": 1},
    Type.SINGLE: {"type": "radiogroup"},
    Type.MULTIPLE: {"type": "checkbox"},
    Type.YES_NO: {"type": "boolean"},
    Type.NUMBER: {"type": "text", "inputType": "number"},
    Type.DATE: {"type": "text", "inputType": "date"},
    Type.SHORT_TEXT: {"type": "text"},
    Type.LONG_TEXT: {"type": "comment"},
    Type.CONSENT: {"type": "boolean", "renderAs": "checkbox"},
    Type.INFORMATION: {"type": "html"},
    Type.MATRIX: {"type": "matrix"},
    Type.RANKING: {"type": "ranking"},
}
TYPES = {
    "boolean": Type.YES_NO,
    "radiogroup": Type.SINGLE,
    "dropdown": Type.SINGLE,
    "buttongroup": Type.SINGLE,
    "imagepicker": Type.SINGLE,
    "checkbox": Type.MULTIPLE,
    "tagbox": Type.MULTIPLE,
    "comment": Type.LONG_TEXT,
    "html": Type.INFORMATION,
    "matrix": Type.MATRIX,
    "ranking": Type.RANKING,
}
INPUTS = {"number": Type.NUMBER, "range": Type.NUMBER, "date": Type.DATE}
# Types of ours that are told from their look-alikes only by our own property.
TOLD = {Type.CSAT, Type.CES, Type.CONSENT}
CHOOSING = frozenset({Type.SINGLE, Type.MULTIPLE, Type.RANKING})

# What changes only how a page looks: nobody misses it.
LOOKS = frozenset({
    "colCount", "width", "minWidth", "maxWidth", "titleLocation", "descriptionLocation", "startWithNewLine", "indent",
    "rightIndent", "rows", "cols", "size", "autoGrow", "allowResize", "placeholder", "placeHolder", "displayMode",
    "rateType", "rateDisplayMode", "rateColorMode", "scaleColorMode", "showQuestionNumbers", "questionTitleLocation",
    "questionDescriptionLocation", "questionErrorLocation", "errorLocation", "showProgressBar", "progressBarType",
    "progressBarLocation", "logo", "logoPosition", "logoWidth", "logoHeight", "logoFit", "widthMode", "fitToContainer",
    "headerView", "theme", "cssType", "showPageTitles", "showPageNumbers", "showTitle", "hideNumber", "state", "id",
    "questionsOnPageMode", "showNavigationButtons", "showPrevButton", "pagePrevText", "pageNextText", "completeText",
    "checkErrorsMode", "textUpdateMode", "questionTitlePattern", "requiredText", "requiredMark", "otherText",
    "searchEnabled", "autocomplete", "showClearButton", "gridLayoutEnabled", "gridLayoutColumns", "backgroundImage",
    "storeOthersAsComment", "swapOrder", "labelLocation", "alternateRows", "columnMinWidth", "cellType", "itemSize",
    "separateSpecialChoices", "rateDescriptionLocation", "titleActions", "no",
})  # fmt: skip
# What is taken, or looked at, elsewhere.
OF_SURVEY = frozenset({
    "title", "description", "completedHtml", "locale", "pages", "elements", "questions", "triggers", OWN,
})  # fmt: skip
OF_CONTAINER = frozenset({
    "type", "name", "elements", "questions", "visibleIf", "requiredIf", "title", "description", "visible", "questionsOrder",
})  # fmt: skip
OF_QUESTION = frozenset({
    "type", "name", "title", "description", "isRequired", "requiredIf", "visibleIf", "visible", "choices", "choicesOrder",
    "columns", "hasOther", "showOtherItem", "minSelectedChoices", "maxSelectedChoices", "min", "max", "maxLength",
    "rateMin", "rateMax", "rateStep", "rateCount", "rateValues", "minRateDescription", "maxRateDescription", "inputType",
    "html", "valueTrue", "valueFalse", "autoGenerate", "rateDisplayMode", "renderAs", OWN,
})  # fmt: skip
