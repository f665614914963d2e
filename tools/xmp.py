"""The XMP packet that tells readers of a picture that a model drew it.

The vocabulary is IPTC's digital source type, https://cv.iptc.org/newscodes/digitalsourcetype/.
"""

from got_models.thought import Task

_SOURCE_TYPES: dict[Task, str] = {
    "generate": "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
    "edit": "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia",
}

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    Iptc4xmpExt:DigitalSourceType="{source_type}"
    xmp:CreatorTool="got-agent"/>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def packet(task: Task) -> str:
    """Return the packet for a new picture, or for one that was edited from another."""
    return _PACKET.format(source_type=_SOURCE_TYPES[task])
