"""Which HTTP status every refusal has: one table."""

from collections.abc import Mapping
from http import HTTPStatus

from domain import refusals as domain
from domain.refusals import Refusal
from domain.schedule import PlanGoesInCircles
from service import api_refusals as face
from service.audit.proof_room import NoBundleYet
from service.audit.published import CosignatureRefused, GrowthUnknown, NothingSigned
from service.evidence import file_refusals as files
from service.keyring import SubjectErased
from service.live import live_refusals as live
from service.plan_file import PlanFaulty, PlanUnreadable
from service.sign_in import refusals as sign_in
from service.story_file import StoryFaulty, StoryUnreadable
from service.supposition import SuppositionUnclear

STATUS: Mapping[type[Refusal], HTTPStatus] = {
    domain.NotAllowed: HTTPStatus.FORBIDDEN,
    domain.UnknownProgramme: HTTPStatus.NOT_FOUND,
    domain.UnknownMilestone: HTTPStatus.NOT_FOUND,
    domain.UnknownPart: HTTPStatus.NOT_FOUND,
    domain.CommandIdTaken: HTTPStatus.UNPROCESSABLE_ENTITY,
    domain.AlreadyStarted: HTTPStatus.CONFLICT,
    domain.SomebodyElseWasFirst: HTTPStatus.CONFLICT,
    domain.MilestoneChanged: HTTPStatus.PRECONDITION_FAILED,
    domain.NotNow: HTTPStatus.CONFLICT,
    domain.AlreadyDone: HTTPStatus.CONFLICT,
    domain.DayNotPossible: HTTPStatus.UNPROCESSABLE_ENTITY,
    domain.OwnWork: HTTPStatus.FORBIDDEN,
    domain.OwnGroup: HTTPStatus.UNPROCESSABLE_ENTITY,
    domain.EvidenceMissing: HTTPStatus.CONFLICT,
    domain.ConsentMissing: HTTPStatus.UNPROCESSABLE_ENTITY,
    domain.GateClosed: HTTPStatus.CONFLICT,
    domain.PlanTooShort: HTTPStatus.CONFLICT,
    domain.PlanBroken: HTTPStatus.UNPROCESSABLE_ENTITY,
    domain.BoardShareTooLow: HTTPStatus.CONFLICT,
    PlanGoesInCircles: HTTPStatus.UNPROCESSABLE_ENTITY,
    PlanUnreadable: HTTPStatus.NOT_FOUND,
    SuppositionUnclear: HTTPStatus.UNPROCESSABLE_ENTITY,
    PlanFaulty: HTTPStatus.CONFLICT,
    StoryUnreadable: HTTPStatus.NOT_FOUND,
    StoryFaulty: HTTPStatus.CONFLICT,
    SubjectErased: HTTPStatus.CONFLICT,
    NothingSigned: HTTPStatus.NOT_FOUND,
    NoBundleYet: HTTPStatus.CONFLICT,
    GrowthUnknown: HTTPStatus.CONFLICT,
    CosignatureRefused: HTTPStatus.UNPROCESSABLE_ENTITY,
    files.FileTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    files.FileKindRefused: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    files.FileEmpty: HTTPStatus.UNPROCESSABLE_ENTITY,
    files.FileNameUnsafe: HTTPStatus.UNPROCESSABLE_ENTITY,
    files.FileNotWhatItSays: HTTPStatus.UNPROCESSABLE_ENTITY,
    files.FileIsTwoThings: HTTPStatus.UNPROCESSABLE_ENTITY,
    files.FileTooLargeInside: HTTPStatus.UNPROCESSABLE_ENTITY,
    files.FileHasProgram: HTTPStatus.UNPROCESSABLE_ENTITY,
    files.FileReachesOut: HTTPStatus.UNPROCESSABLE_ENTITY,
    files.FileHoldsFiles: HTTPStatus.UNPROCESSABLE_ENTITY,
    files.FileLocked: HTTPStatus.UNPROCESSABLE_ENTITY,
    files.FileUnreadable: HTTPStatus.UNPROCESSABLE_ENTITY,
    files.FileInfected: HTTPStatus.UNPROCESSABLE_ENTITY,
    files.FileUnknown: HTTPStatus.NOT_FOUND,
    files.FileNotScanned: HTTPStatus.CONFLICT,
    files.FileGone: HTTPStatus.GONE,
    files.TooManyFiles: HTTPStatus.TOO_MANY_REQUESTS,
    files.UploadNotUnderstood: HTTPStatus.BAD_REQUEST,
    live.TooManyListeners: HTTPStatus.TOO_MANY_REQUESTS,
    face.NobodyActs: HTTPStatus.UNAUTHORIZED,
    face.HeaderNotUnderstood: HTTPStatus.BAD_REQUEST,
    face.KeyMissing: HTTPStatus.BAD_REQUEST,
    face.FormNotWhole: HTTPStatus.BAD_REQUEST,
    face.NotJson: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    face.BodyUnreadable: HTTPStatus.BAD_REQUEST,
    face.BodyTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    face.FieldsNotUnderstood: HTTPStatus.UNPROCESSABLE_ENTITY,
    face.NothingHere: HTTPStatus.NOT_FOUND,
    face.NotThisWay: HTTPStatus.METHOD_NOT_ALLOWED,
    face.OtherHost: HTTPStatus.MISDIRECTED_REQUEST,
    face.FromAnotherSite: HTTPStatus.FORBIDDEN,
    face.NotRead: HTTPStatus.SERVICE_UNAVAILABLE,
    face.Away: HTTPStatus.SERVICE_UNAVAILABLE,
    sign_in.SignInRefused: HTTPStatus.UNAUTHORIZED,
    sign_in.TooManyTries: HTTPStatus.TOO_MANY_REQUESTS,
    sign_in.SecondFactorNeeded: HTTPStatus.FORBIDDEN,
    sign_in.SignInAgain: HTTPStatus.FORBIDDEN,
    sign_in.FormNotOurs: HTTPStatus.FORBIDDEN,
    sign_in.PasswordTooWeak: HTTPStatus.UNPROCESSABLE_ENTITY,
    sign_in.TokenTooNarrow: HTTPStatus.FORBIDDEN,
    sign_in.InvitationOver: HTTPStatus.GONE,
    face.WentWrong: HTTPStatus.INTERNAL_SERVER_ERROR,
}


def status_of(refusal: type[Refusal]) -> HTTPStatus:
    """The status of a refusal."""
    return STATUS[refusal]
