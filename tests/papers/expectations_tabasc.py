"""What the paper for the TABASC of 28 May 2020 must hold, read off the source paper S3 by hand: people are the demo's."""

TITLE = "New Draft Proposals and Modification Proposals"
HEADINGS = [
    (1, TITLE),
    (2, "1. Purpose"),
    (2, "2. New Draft Proposals"),
    (3, "DP125 ‘Correcting the ESME variant’"),
    (3, "DP126 ‘Smart meter consumer data access and control’"),
    (3, "DP127 ‘SMKI RAPP Security Screening clarification’"),
    (3, "DP128 ‘Gas Network Operators SMKI Requirements’"),
    (3, "DP129 ‘Allowing the use of CNSA variant for ECDSA’"),
    (3, "MP130 ‘CH order and delivery changes due to COVID-19’"),
    (3, "DP131 ‘Default maximum demand configuration conflict’"),
    (3, "DP132 ‘DLMS references in GBCS’"),
    (3, "DP133 ‘Consequential changes to SEC Section G’"),
    (2, "3. Updates to Existing Proposals"),
    (2, "4. Recommendations"),
]
RAISED = {
    "DP125": ("has been raised by", "of Npower"),
    "DP126": ("has been raised by", "of Citizens Advice"),
    "DP127": ("has been raised by", "on behalf of the Security Sub-Committee (SSC)"),
    "DP128": ("has been raised by", "of Cadent Gas"),
    "DP129": ("has been raised by", "of the DCC"),
    "MP130": ("was raised by", "of the DCC"),
    "DP131": ("has been raised by", "of the DCC"),
    "DP132": ("has been raised by", "of Landis+Gyr"),
    "DP133": ("has been raised by", "of Utiligroup"),
}
# Values that must stand exactly as the record has them (S3, DP131).
EXACT = ["0xFE", "0xFFFFFFFFFF"]
RECOMMENDATIONS = ["DISCUSS the proposals in this paper; and", "PROVIDE any views or comments."]
SIGNED = ("Imogen Farrow", "SECAS Team", "28 May 2020")
