# expect: PolicyInstrument-altLabel LanguageInConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>

INSERT DATA { <../document/葵川水系河川整備計画> <http://www.w3.org/2004/02/skos/core#altLabel> "Aoi River Improvement Plan"@en }
