"""Drawing with an Images server: a real one on this machine that answers well and badly."""

import base64
import email
import email.policy
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from got_models import chain_text
from got_models.brushes.images_server import ImagesServer
from got_models.errors import BadInput, BadWish, ServerError, ServerTimeout
from got_models.servers.remote import Remote

sys.path.append(str(Path(__file__).resolve().parents[2] / "support"))

from local_server import Asked, Reply, Server, error

CHAIN = chain_text.read(
    "A <|object_ref_start|>red apple<|object_ref_end|><|box_start|>(0,0),(499,999)<|box_end|> (red)"
).chain
SIZE = (64, 48)


def png(size: tuple[int, int] = SIZE) -> bytes:
    stream = BytesIO()
    Image.new("RGB", size, "teal").save(stream, "PNG")
    return stream.getvalue()


def drawn(data: bytes) -> Reply:
    return 200, {"data": [{"b64_json": base64.b64encode(data).decode()}]}


def paint(server: Server, **asked: object) -> list[Image.Image]:
    painter = ImagesServer(
        Remote(server.address, key="sk-x", timeout_s=20, wait=lambda seconds: None), "some-brush"
    )
    given: dict[str, object] = {"seeds": [7], "steps": 3, "size": SIZE}
    guidance = painter.guidance_for("generate")
    return painter.paint("an apple", CHAIN, guidance=guidance, **(given | asked))  # type: ignore[arg-type]


def form_of(asked: Asked) -> dict[str, bytes]:
    """Return the fields of a form by name; several of one name are joined."""
    head = f"Content-Type: {asked.headers['Content-Type']}\r\n\r\n".encode()
    message = email.message_from_bytes(head + asked.data, policy=email.policy.HTTP)
    fields: dict[str, bytes] = {}
    for part in message.iter_parts():
        name = str(part.get_param("name", header="content-disposition"))
        fields[name] = fields.get(name, b"") + part.get_payload(decode=True)
    return fields


def test_a_new_picture_is_asked_for_with_its_places_in_words(server: Server) -> None:
    server.says(drawn(png()))
    done: list[tuple[int, int]] = []

    images = paint(server, seeds=[7, 8], on_step=lambda *steps: done.append(steps))

    assert [image.size for image in images] == [SIZE, SIZE]
    assert done == [(1, 2), (2, 2)]
    asked = server.asked[0].json
    assert server.asked[0].path == "/v1/images/generations"
    assert "red apple from 0 % to 50 % across and from 0 % to 100 % down" in asked["prompt"]
    assert (asked["size"], asked["seed"], asked["model"]) == ("64x48", 7, "some-brush")
    assert server.asked[1].json["seed"] == 8


def test_an_edit_sends_the_picture_and_a_mask_that_is_open_in_the_box(server: Server) -> None:
    server.says(drawn(png()))

    paint(server, picture=Image.new("RGB", SIZE, "red"))

    form = form_of(server.asked[0])
    assert server.asked[0].path == "/v1/images/edits"
    assert form["prompt"] == b"an apple"
    with Image.open(BytesIO(form["mask"])) as mask:
        alpha = mask.getchannel("A")
        assert (alpha.getpixel((0, 0)), alpha.getpixel((63, 0))) == (0, 255)
        assert mask.size == SIZE
    with Image.open(BytesIO(form["image"])) as image:
        assert image.getpixel((5, 5)) == (255, 0, 0)


def test_a_mask_by_hand_goes_before_the_boxes(server: Server) -> None:
    server.says(drawn(png()))
    by_hand = Image.new("L", SIZE, 0)
    by_hand.paste(255, (60, 40, 64, 48))

    paint(server, picture=Image.new("RGB", SIZE), mask=by_hand)

    with Image.open(BytesIO(form_of(server.asked[0])["mask"])) as mask:
        assert mask.getchannel("A").getpixel((0, 0)) == 255
        assert mask.getchannel("A").getpixel((62, 45)) == 0


def test_a_huge_reference_is_scaled_down_before_it_is_sent(server: Server) -> None:
    server.says(drawn(png()))

    paint(server, references=[Image.new("RGB", (8000, 5000), "blue")])

    assert len(server.asked[0].data) < 100_000
    with Image.open(BytesIO(form_of(server.asked[0])["image[]"])) as sent:
        assert sent.size == (64, 40)


def test_too_many_references_are_refused_unasked(server: Server) -> None:
    with pytest.raises(BadInput, match="4 references, got 5"):
        paint(server, references=[Image.new("RGB", SIZE)] * 5)
    assert server.asked == []


def test_fields_a_server_does_not_know_are_left_out(server: Server) -> None:
    server.says(
        error(400, "Unknown parameter: 'response_format'."),
        error(400, "Unknown parameter: 'seed'."),
        error(400, "Unknown parameter: 'num_inference_steps'."),
        drawn(png()),
    )

    paint(server)

    assert set(server.asked[-1].json) == {"prompt", "n", "size", "model"}


def test_a_link_on_the_same_server_is_followed(server: Server) -> None:
    def picture(asked: Asked, handler: object) -> None:
        handler.send_response(200)  # type: ignore[attr-defined]
        handler.end_headers()  # type: ignore[attr-defined]
        handler.wfile.write(png())  # type: ignore[attr-defined]

    server.says((200, {"data": [{"url": f"{server.address}/files/1.png"}]}), picture)

    assert paint(server)[0].getpixel((0, 0)) == (0, 128, 128)
    assert server.asked[1].path == "/v1/files/1.png"


def test_a_link_to_elsewhere_is_not_followed(server: Server) -> None:
    server.says((200, {"data": [{"url": "http://169.254.169.254/latest"}]}))

    with pytest.raises(ServerError, match="only pictures that it sends itself"):
        paint(server)
    assert len(server.asked) == 1


@pytest.mark.parametrize("factor", [2, 0.5])
def test_an_answer_of_the_right_shape_is_scaled(server: Server, factor: float) -> None:
    server.says(drawn(png((int(64 * factor), int(48 * factor)))))

    assert paint(server)[0].size == SIZE


def test_an_answer_of_the_wrong_shape_is_refused(server: Server) -> None:
    server.says(drawn(png((48, 64))))

    with pytest.raises(ServerError, match="asked for 64x48 and drew 48x64"):
        paint(server)


def test_what_a_server_declines_is_a_bad_wish(server: Server) -> None:
    server.says(error(400, "Your request was rejected by our safety system."))

    with pytest.raises(BadWish, match="safety system"):
        paint(server)


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"data": []},
        {"data": [{}]},
        {"data": [{"b64_json": "!"}]},
        {"data": [None]},
        [],
        {"data": [{"b64_json": base64.b64encode(b"no picture").decode()}]},
        {"data": [{"b64_json": base64.b64encode(png()[:80]).decode()}]},
        {"data": [{"b64_json": base64.b64encode(b"<svg/>").decode()}]},
    ],
)
def test_an_answer_without_a_picture_is_an_error(server: Server, answer: object) -> None:
    server.says((200, answer))

    with pytest.raises(ServerError, match=r"no picture|damaged|link"):
        paint(server)


def test_a_server_that_hangs_is_one_clear_error(server: Server, hang: Reply) -> None:
    server.says(hang)
    painter = ImagesServer(Remote(server.address, timeout_s=0.3))

    with pytest.raises(ServerTimeout):
        painter.paint(
            "x",
            CHAIN,
            seeds=[1],
            steps=1,
            size=SIZE,
            guidance=painter.guidance_for("generate"),
        )


def test_the_key_goes_to_the_server_and_nowhere_else(server: Server) -> None:
    server.says(error(401, "bad key sk-x"))

    with pytest.raises(ServerError) as refusal:
        paint(server)
    assert "sk-x" not in str(refusal.value)
    assert server.asked[0].headers["Authorization"] == "Bearer sk-x"


def test_sizes_of_the_settings_are_its_only_ones() -> None:
    painter = ImagesServer(Remote("http://127.0.0.1:1/v1"), sizes=((1024, 1024), (1536, 1024)))

    assert painter.capabilities.sizes == ((1024, 1024), (1536, 1024))
    assert painter.default_size == (1024, 1024)
